/** A view in a real frame that puts its runtime and the old names of `window.openai` where a test reaches them. */
import { connectView } from '../src/index.ts'
import { createOpenAiFacade } from '../src/openai/index.ts'

const runtime = connectView({ window, appInfo: { name: 'frame', version: '1' } })
Object.assign(globalThis, { runtime, facade: createOpenAiFacade(runtime, window) })
