import { VIEW_TO_HOST } from '@lockstep/contract'
import { answerLater } from '../later-answer.ts'
import { externalForm } from '../openai-arguments.ts'
import { invalidParams } from '../view-refusal.ts'
import type { MethodTable } from './method-table.ts'
import { takeArguments } from './take-arguments.ts'

export const LINK_BRIDGE: MethodTable = {
  [VIEW_TO_HOST.openLink]: (actions, { url }) => {
    if (typeof url !== 'string') throw invalidParams('ui/open-link expects { url }.')
    return answerLater(actions.openLink(url).then((isOpened) => (isOpened ? {} : { isError: true })))
  },
}

export const LINK_OPENAI: MethodTable = {
  'openai/openExternal': (actions, params) => {
    const read = takeArguments(actions, params, externalForm)
    return answerLater(actions.openLink(read.href, read.redirectUrl).then(() => ({})))
  },
}
