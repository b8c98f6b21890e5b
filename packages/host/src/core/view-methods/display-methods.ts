import { VIEW_TO_HOST } from '@lockstep/contract'
import { HISTORY_REPORT } from '../../sandbox/history-mirror.ts'
import { ESCAPE_REPORT } from '../../sandbox/relay-escape.ts'
import { answerLater } from '../later-answer.ts'
import { asDisplayMode, displayModeForm, heightForm, modalForm, openInAppForm } from '../openai-arguments.ts'
import { invalidParams } from '../view-refusal.ts'
import type { MethodTable } from './method-table.ts'
import { takeArguments } from './take-arguments.ts'

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
  'openai/requestDisplayMode': (actions, params) => ({ mode: actions.requestDisplayMode(takeArguments(actions, params, displayModeForm)) }),
  'openai/requestClose': (actions) => {
    actions.requestClose()
    return {}
  },
  'openai/requestModal': (actions, params) => answerLater(actions.requestModal(takeArguments(actions, params, modalForm))),
  'openai/setOpenInAppUrl': (actions, params) => {
    actions.setOpenInAppUrl(takeArguments(actions, params, openInAppForm).href)
    return {}
  },
  'openai/notifyIntrinsicHeight': (actions, params) => actions.setHeight(takeArguments(actions, params, heightForm)),
}

/** Reports of the host's own scripts in the frame. */
export const DISPLAY_REPORTS: MethodTable = {
  [HISTORY_REPORT]: (actions, params) => actions.tellHistory(params),
  [ESCAPE_REPORT]: (actions) => actions.tellEscape(),
}
