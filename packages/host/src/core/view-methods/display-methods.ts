import { VIEW_TO_HOST } from '@lockstep/contract'
import { asDisplayMode, displayModeArgument, heightArgument } from '../openai-arguments.ts'
import { invalidParams } from '../view-refusal.ts'
import { argumentsOf, type MethodTable } from './method-table.ts'

export const DISPLAY_BRIDGE: MethodTable = {
  [VIEW_TO_HOST.requestDisplayMode]: (actions, { mode }) => {
    const asked = asDisplayMode(mode)
    if (asked === null) throw invalidParams('ui/request-display-mode expects inline, fullscreen or pip.')
    return { mode: actions.requestDisplayMode(asked) }
  },
  [VIEW_TO_HOST.sizeChanged]: (actions, { height }) => {
    if (typeof height === 'number' && Number.isFinite(height) && height >= 0) actions.setHeight(height)
  },
  [VIEW_TO_HOST.requestTeardown]: (actions) => actions.requestClose(),
}

export const DISPLAY_OPENAI: MethodTable = {
  'openai/requestDisplayMode': (actions, params) => {
    const mode = displayModeArgument(argumentsOf(params))
    if (mode === null) throw invalidParams('requestDisplayMode expects { mode: inline, fullscreen or pip }.')
    return { mode: actions.requestDisplayMode(mode) }
  },
  'openai/requestClose': (actions) => {
    actions.requestClose()
    return {}
  },
  'openai/notifyIntrinsicHeight': (actions, params) => {
    const height = heightArgument(argumentsOf(params))
    if (height !== null) actions.setHeight(height)
  },
}
