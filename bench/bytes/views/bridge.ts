import { connectView } from '@lockstep/view'

Object.assign(globalThis, { connectView })
