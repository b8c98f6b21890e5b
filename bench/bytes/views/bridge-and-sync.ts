import { createSyncClient } from '@lockstep/sync'
import { connectView } from '@lockstep/view'

Object.assign(globalThis, { connectView, createSyncClient })
