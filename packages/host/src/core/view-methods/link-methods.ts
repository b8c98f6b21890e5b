import { VIEW_TO_HOST } from '@lockstep/contract'
import { externalArguments } from '../openai-arguments.ts'
import { invalidParams } from '../view-refusal.ts'
import { argumentsOf, type MethodTable } from './method-table.ts'

export const LINK_BRIDGE: MethodTable = {
  [VIEW_TO_HOST.openLink]: (actions, { url }) => {
    if (typeof url !== 'string') throw invalidParams('ui/open-link expects { url }.')
    actions.openLink(url)
    return {}
  },
}

export const LINK_OPENAI: MethodTable = {
  'openai/openExternal': (actions, params) => {
    const read = externalArguments(argumentsOf(params))
    if (read === null) throw invalidParams('openExternal expects { href }.')
    actions.openLink(read.href, read.redirectUrl)
    return {}
  },
}
