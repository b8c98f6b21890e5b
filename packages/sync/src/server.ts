export { decideEdit, wantForEdit, type EditOutcome, type EditReply, type EditRequest } from './decide-edit.ts'
export { decideMutation, wantForMutation, type MutationOutcome } from './decide-mutation.ts'
export { changesOfLog, diffValues } from './changes.ts'
export { CHANGES_LOG_ENTRIES } from './protocol.ts'
