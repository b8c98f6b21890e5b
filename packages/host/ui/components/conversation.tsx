import type { RefObject } from 'preact'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { AttachedFile, Entry, HostState, Instance } from '../../src/api/host-state.ts'
import { frameTitle } from '../../src/page/frame-title.ts'
import { isAsking } from '../../src/page/page-state.ts'
import { createEndKeeper } from './create-end-keeper.ts'
import { EmptyConversation } from './empty-conversation.tsx'
import { FileChip } from './file-chip.tsx'
import { ManualCard } from './manual-card.tsx'
import { PendingCards } from './pending-cards.tsx'
import { ToolCard } from './tool-card.tsx'
import { ViewPanel } from './view-panel.tsx'

export interface ConversationProps {
  host: HostState
  /** Everything but this entry, and a question to the person, rests while its view fills the column. */
  fullscreenEntryId: string | null
  columnRef: RefObject<HTMLDivElement | null>
}

export function Conversation({ host, fullscreenEntryId, columnRef }: ConversationProps) {
  const { entries, id, busy } = host.conversation
  const newestUserEntryId = entries.findLast((entry) => entry.kind === 'user' && entry.keepsScroll !== true)?.id
  const scroller = useRef<HTMLElement>(null)
  const [keeper] = useState(createEndKeeper)

  useLayoutEffect(() => {
    if (scroller.current === null || columnRef.current === null) return
    return keeper.attach(scroller.current, columnRef.current)
  }, [keeper, columnRef])
  // A new message always goes to the end, unless the view that sent it asked to stay. A new conversation is read from its top.
  const isNew = entries.length === 0 && host.deepLink === null && host.manual === null
  useLayoutEffect(() => (isNew ? keeper.start() : keeper.jump()), [keeper, id, isNew, newestUserEntryId])

  return (
    <section class="conversation" aria-label="Conversation" ref={scroller} tabIndex={-1}>
      <div class="column" ref={columnRef}>
        {entries.length === 0 ? <EmptyConversation host={host} /> : null}
        <ol class="entries">
          {entries.map((entry) => (
            <li
              key={entry.id}
              class={`entry entry-${entry.kind}`}
              data-asking={isAsking(entry) ? 'true' : undefined}
              inert={fullscreenEntryId !== null && fullscreenEntryId !== entry.id && !isAsking(entry)}
            >
              <EntryBody entry={entry} host={host} />
            </li>
          ))}
        </ol>
        <PendingCards host={host} />
        {host.manual === null ? null : <ManualCard key={host.manual.id} turn={host.manual} isAfterResult={entries.at(-1)?.kind === 'tool'} />}
        {busy && host.manual === null ? <Thinking entries={entries} /> : null}
      </div>
    </section>
  )
}

/** Drawn again only when its own data changed: `shareEqual` keeps the identity of everything else. */
function EntryBody({ entry, host }: { entry: Entry; host: HostState }) {
  const { locale } = host.settings
  const instance = instanceOf(host, entry)
  const viewTitle = instance === null ? '' : frameTitle(instance, host.instances)
  const body = useMemo(() => {
    if (entry.kind === 'tool') return <ToolCard entry={entry} instance={instance} viewTitle={viewTitle} locale={locale} />
    const author = entry.kind === 'assistant' ? 'Assistant' : entry.by === 'person' ? 'You' : `${entry.author ?? 'An app'}, for you`
    const isForYou = entry.kind === 'user' && entry.by === 'view'
    return (
      <>
        <p class={isForYou ? 'author' : 'sr-only'}>{author}</p>
        {entry.kind === 'user' && entry.files !== undefined ? <EntryFiles files={entry.files} locale={locale} /> : null}
        {entry.text === '' ? null : (
          <p class="text" dir="auto">
            {entry.text}
          </p>
        )}
      </>
    )
  }, [entry, instance, viewTitle, locale])
  return (
    <>
      {body}
      {instance === null ? null : <ViewCopies key="copies" of={instance} all={host.instances} />}
    </>
  )
}

/** Further instances of a view: the same result once more. */
function ViewCopies({ of: { id }, all }: { of: Instance; all: readonly Instance[] }) {
  const copies = all.filter(({ copyOf, phase }) => copyOf === id && phase !== 'closed')
  return copies.map((copy) => (
    <div key={copy.id} class="view-copy">
      <p class="view-note">A second instance of the view above, with a state of its own.</p>
      <ViewPanel instance={copy} title={frameTitle(copy, all)} />
    </div>
  ))
}

function EntryFiles({ files, locale }: { files: AttachedFile[]; locale: string }) {
  return (
    <ul class="file-chips" aria-label="Attached files">
      {files.map(({ fileId, name, sizeBytes }) => (
        <FileChip key={fileId} name={name} sizeBytes={sizeBytes} locale={locale} />
      ))}
    </ul>
  )
}

/** A sign of life while the model works and nothing else shows it. */
function Thinking({ entries }: { entries: Entry[] }) {
  const last = entries.at(-1)
  const isShownElsewhere = last?.kind === 'tool' && (last.phase === 'running' || isAsking(last))
  return isShownElsewhere ? null : (
    <p class="thinking">
      <span class="sr-only">The model is working</span>
      <i />
      <i />
      <i />
    </p>
  )
}

function instanceOf(host: HostState, entry: Entry): Instance | null {
  if (entry.kind !== 'tool' || entry.instanceId === null) return null
  return host.instances.find((instance) => instance.id === entry.instanceId) ?? null
}
