import { argumentsOf, type MethodTable } from './method-table.ts'

/** Characters of a member's name and of a warning that are kept: the view itself sends them. */
const MEMBER_MAX_CHARS = 100
const WARNING_MAX_CHARS = 500

export const FORM_OPENAI: MethodTable = {
  'openai/warn': (actions, params) => {
    const [member, message] = argumentsOf(params)
    if (typeof member === 'string' && typeof message === 'string')
      actions.warn(member.slice(0, MEMBER_MAX_CHARS), message.slice(0, WARNING_MAX_CHARS))
  },
}
