import { App } from '@modelcontextprotocol/ext-apps'

Object.assign(globalThis, { App })
