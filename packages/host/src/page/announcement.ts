import type { AppState, Entry, HostState, ToolEntry } from '../api/host-state.ts'
import { mountFailureWords, toolErrorWords } from './words.ts'

/** What a screen reader is told when the state went from `before` to `after`; null when nothing worth hearing happened. Views speak for themselves. */
export function announcementOf(before: HostState | null, after: HostState): string | null {
  if (before === null) return null
  if (before.conversation.id !== after.conversation.id) return 'New conversation.'
  const old = new Map(before.conversation.entries.map((entry) => [entry.id, entry]))
  const failedBefore = new Set(before.instances.filter((instance) => instance.mountFailure !== null).map((instance) => instance.id))
  const words = [
    ...after.conversation.entries.map((entry) => entryWords(old.get(entry.id), entry)),
    ...after.instances.map((instance) =>
      instance.mountFailure === null || failedBefore.has(instance.id)
        ? null
        : `${instance.title}: ${mountFailureWords(instance.mountFailure.gate).title}.`,
    ),
    ...after.apps.map((app) =>
      signInWords(
        before.apps.find(({ name }) => name === app.name),
        app,
      ),
    ),
    after.deepLink === null || before.deepLink?.id === after.deepLink.id
      ? null
      : `You followed a link to the tool ${after.deepLink.tool}: see the end of the conversation.`,
  ].filter((text) => text !== null)
  return words.length === 0 ? null : words.map(asSentence).join(' ')
}

function signInWords(old: AppState | undefined, app: AppState): string | null {
  if (old === undefined || old.signIn.status === app.signIn.status) return null
  if (app.signIn.status === 'needed')
    return `${app.name} asks you to connect: ${app.signIn.problem ?? app.signIn.reason ?? 'see the end of the conversation'}`
  return app.signIn.status === 'signed-in' ? `${app.name} is connected.` : null
}

/** A reader runs words together that nothing parts. */
function asSentence(words: string): string {
  return /[.!?…:]$/.test(words) ? words : `${words}.`
}

function entryWords(old: Entry | undefined, entry: Entry): string | null {
  if (entry.kind === 'user')
    return old === undefined && entry.by === 'view' ? `${entry.author ?? 'An app'} sent a message for you: ${entry.text}` : null
  if (entry.kind === 'assistant') return old?.kind === 'assistant' && old.text === entry.text ? null : entry.text
  return old?.kind === 'tool' && old.phase === entry.phase ? null : toolWords(entry)
}

function toolWords(entry: ToolEntry): string {
  switch (entry.phase) {
    case 'awaiting-approval':
      return `Approval needed: ${entry.title}.`
    case 'awaiting-arguments':
      return `Please check the arguments: ${entry.title}.`
    case 'failed':
      return `${entry.title}: ${toolErrorWords(entry.error?.kind ?? 'tool').title}. ${entry.error?.message ?? ''}`.trim()
    case 'declined':
      return `${entry.title}: declined.`
    case 'running':
    case 'done':
      return `${entry.title}: ${entry.statusText}`
  }
}
