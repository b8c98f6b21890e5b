import { AppError, OPENAI_EXTENSIONS, type OpenAiMessageTarget, WIDGET_STATE_MAX_TOKENS } from '@lockstep/contract'
import { filesOfBlocks, readBlocks, textOfBlocks } from '../content-blocks.ts'
import { awaitingEntry } from '../conversation.ts'
import { invalidParams, refused } from '../view-refusal.ts'
import { splitWidgetState } from '../widget-state.ts'
import type { ActionContext } from './action-context.ts'

/** Messages of one app that may wait for their turn: each is said in the person's name. */
const QUEUED_MESSAGES_MAX = 5
/** Characters of a message that a view sends in the person's name. */
const VIEW_TEXT_MAX_CHARS = 20_000
/** UTF-8 bytes of JSON per token, for a warning: most state is short words and numbers. */
const BYTES_PER_TOKEN = 4

export interface ViewMessage {
  content: unknown
  /** As the view called it, for messages about it. */
  member: 'ui/message' | 'sendFollowUpMessage'
  scrollToBottom: boolean
  target: OpenAiMessageTarget
}

export interface NewModelContext {
  content?: unknown[]
  structuredContent?: Record<string, unknown>
}

/** What a view says: to the conversation, to the model, and to its own later self. */
export interface TalkActions {
  sendMessage(message: ViewMessage): Promise<void>
  /** The id of this update where the host has OpenAI's extension; else null. */
  tellModel(modelContext: NewModelContext): string | null
  keepState(state: Record<string, unknown> | null): void
}

export function createTalkActions(context: ActionContext): TalkActions {
  const { store, ids, files, instanceId } = context

  const hasExtension = (name: string): boolean => context.profile().offers.bridge?.capabilities.experimental?.[name] !== undefined

  return {
    async sendMessage({ content, member, scrollToBottom, target }) {
      const view = context.current()
      const { app } = view
      const blocks = readBlocks(content, member, context.profile().offers.bridge?.capabilities.message ?? {})
      const text = textOfBlocks(blocks)
      const attached = filesOfBlocks(blocks)
      if (text.trim() === '' && attached.length === 0) throw invalidParams('A message needs text.')
      if (text.length > VIEW_TEXT_MAX_CHARS) throw invalidParams(`A message may have ${VIEW_TEXT_MAX_CHARS} characters, this one has ${text.length}.`)
      if (hasExtension(OPENAI_EXTENSIONS.message) && target.target === 'new')
        throw refused('This host has one conversation at a time. Send to the active one, or let the person begin a new one.')
      const { isTurnRunning, queue } = store.get()
      if (context.settings().followUpsWhileBusy === 'ignore' && (isTurnRunning || awaitingEntry(store.get()) !== null)) {
        context.trace('view.message_ignored', { instanceId, text })
        return context.warn(
          member,
          'A message sent while the model was answering was dropped without a word, as ChatGPT does (setting “follow-ups while busy”).',
        )
      }
      const waiting = queue.filter(({ by, author }) => by === 'view' && author === app).length
      if (waiting >= QUEUED_MESSAGES_MAX) throw refused(`${waiting} messages of this app wait already. Send again when they had their turn.`)
      if (hasExtension(OPENAI_EXTENSIONS.message) && target.send === false) {
        if (attached.length > 0) throw invalidParams('A message that waits for the person to send it may hold text only.')
        return store.dispatch({ type: 'draft.offered', draft: { id: ids.newId('draft'), text, app } })
      }
      const fileIds: string[] = []
      for (const file of attached) {
        try {
          fileIds.push((await files.library.add({ ...file, source: 'message', app, isInLibrary: false })).id)
        } catch (error) {
          throw error instanceof AppError ? invalidParams(error.message) : error
        }
      }
      for (const fileId of fileIds) files.grantToView(view, fileId)
      context.onMessage({
        text,
        by: 'view',
        author: app,
        ...(fileIds.length === 0 ? {} : { files: files.attach(fileIds) }),
        ...(scrollToBottom ? {} : { keepsScroll: true }),
      })
    },
    tellModel(modelContext) {
      context.current()
      if (modelContext.content !== undefined)
        readBlocks(modelContext.content, 'ui/update-model-context', context.profile().offers.bridge?.capabilities.updateModelContext ?? {})
      const updateId = ids.newId('update')
      store.dispatch({ type: 'view.toldModel', instanceId, modelContext: { ...modelContext }, updateId })
      return hasExtension(OPENAI_EXTENSIONS.modelContext) ? updateId : null
    },
    keepState(widgetState) {
      const view = context.current()
      const { modelContent, imageIds } = splitWidgetState(widgetState)
      const shownFileIds = imageIds.filter((fileId) => files.mayRead(fileId, view))
      store.dispatch({ type: 'view.keptState', instanceId, widgetState, shownFileIds })
      const strangers = imageIds.filter((fileId) => !shownFileIds.includes(fileId))
      if (strangers.length > 0)
        context.warn(
          'setWidgetState',
          `imageIds names files that this view was never given, so the model is not shown them: ${strangers.join(', ').slice(0, 300)}`,
        )
      const tokens = modelContent === null ? 0 : Math.ceil(Buffer.byteLength(JSON.stringify(modelContent)) / BYTES_PER_TOKEN)
      if (tokens > WIDGET_STATE_MAX_TOKENS)
        context.warn(
          'setWidgetState',
          `The model reads about ${tokens} tokens of this state at every turn; ChatGPT asks for well under ${WIDGET_STATE_MAX_TOKENS}. Keep data on the server.`,
        )
    },
  }
}
