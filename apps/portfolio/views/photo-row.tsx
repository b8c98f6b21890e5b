import { ConfirmButton, useViewState } from '@lockstep/react'
import { useLayoutEffect, useRef, type KeyboardEvent, type PointerEvent } from 'react'
import type { ApiImage } from '../shared/api-types.ts'
import type { PhotoWrites } from './use-photo-writes.ts'

const ALT_TEXT_MAX_CHARS = 300
const TYPES: Readonly<Record<NonNullable<ApiImage['image_type']>, string>> = {
  before: 'Before',
  after: 'After',
  progress: 'In progress',
  detail: 'Detail',
}
const isImageType = (text: string): text is NonNullable<ApiImage['image_type']> => Object.hasOwn(TYPES, text)

export interface PhotoRowProps {
  photo: ApiImage
  index: number
  count: number
  isDragged: boolean
  writes: PhotoWrites
  onMove: (id: string, to: number) => void
  onGrab: (id: string, event: PointerEvent<HTMLElement>) => void
  onSelect: () => void
  onBroken: () => Promise<void>
}

/** One photo. The order changes by dragging the handle, by the arrow keys on it, and by buttons. */
export function PhotoRow({ photo, index, count, isDragged, writes, onMove, onGrab, onSelect, onBroken }: PhotoRowProps) {
  const { image_id: id, thumbnail_url: url, is_hero: isCover, file_name: fileName } = photo
  const label = `photo ${index + 1}`
  const alt = useAltDraft(photo, writes)
  const hasTriedAgain = useRef(false)
  const handle = useRef<HTMLButtonElement>(null)
  const hadFocus = useRef(false)
  const lastIndex = useRef(index)
  // a moved row loses the focus in the browser's hands
  useLayoutEffect(() => {
    if (lastIndex.current === index) return
    lastIndex.current = index
    if (hadFocus.current) handle.current?.focus()
    hadFocus.current = false
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const to = { ArrowUp: index - 1, ArrowDown: index + 1, Home: 0, End: count - 1 }[event.key]
    if (to === undefined) return
    event.preventDefault()
    hadFocus.current = to >= 0 && to < count && to !== index
    onMove(id, to)
  }
  const onError = () => {
    if (hasTriedAgain.current) return
    hasTriedAgain.current = true
    void onBroken()
  }
  return (
    <li className={isDragged ? 'photo dragged' : 'photo'} data-photo={id} data-focus-row="" onFocus={onSelect}>
      <button
        type="button"
        className="handle quiet"
        ref={handle}
        data-focus-control="handle"
        aria-label={`Move ${label} of ${count}: arrow keys`}
        onPointerDown={(event) => onGrab(id, event)}
        onKeyDown={onKeyDown}
      >
        <span aria-hidden="true">⠿</span>
      </button>
      <img className="thumb" src={url} alt={photo.alt_text === '' ? fileName : photo.alt_text} draggable={false} onError={onError} />
      <div className="photo-text">
        <label className="field">
          <span>
            Description <span className="unseen">of {label}</span>
          </span>
          <input
            value={alt.text}
            maxLength={ALT_TEXT_MAX_CHARS}
            placeholder="What the photo shows"
            data-focus-control="alt"
            onInput={({ currentTarget }) => alt.type(currentTarget.value)}
            onBlur={alt.save}
            onKeyDown={({ key }) => (key === 'Enter' ? alt.save() : undefined)}
          />
        </label>
        <div className="row">
          <select
            aria-label={`Label of ${label}`}
            data-focus-control="type"
            value={photo.image_type ?? ''}
            onChange={({ currentTarget: { value } }) => writes.setType(id, isImageType(value) ? value : null)}
          >
            <option value="">No label</option>
            {Object.entries(TYPES).map(([value, words]) => (
              <option key={value} value={value}>
                {words}
              </option>
            ))}
          </select>
          {isCover ? (
            <span className="badge" data-status="published">
              Cover
            </span>
          ) : (
            <button
              type="button"
              className="small"
              data-focus-control="cover"
              aria-label={`Make ${label} the cover`}
              onClick={() => writes.setCover(id)}
            >
              Make cover
            </button>
          )}
        </div>
        <div className="row">
          <Mover word="First" label={label} isEnd={index === 0} onMove={() => onMove(id, 0)} />
          <Mover word="Up" label={label} isEnd={index === 0} onMove={() => onMove(id, index - 1)} />
          <Mover word="Down" label={label} isEnd={index === count - 1} onMove={() => onMove(id, index + 1)} />
          <ConfirmButton
            className="small quiet"
            data-focus-control="delete"
            aria-label={`Delete ${label}`}
            question={isCover ? 'Delete the cover photo? The next one takes its place.' : 'Delete this photo?'}
            confirmLabel="Delete"
            onConfirm={() => writes.remove(id)}
          >
            Delete
          </ConfirmButton>
        </div>
      </div>
    </li>
  )
}

function Mover({ word, label, isEnd, onMove }: { word: string; label: string; isEnd: boolean; onMove: () => void }) {
  return (
    <button
      type="button"
      className="small quiet"
      data-focus-control={word}
      aria-label={`Move ${label} ${word.toLowerCase()}`}
      aria-disabled={isEnd ? true : undefined}
      onClick={isEnd ? undefined : onMove}
    >
      {word}
    </button>
  )
}

/** What was typed and is not saved, kept by the host until it is; each photo's by itself, for several are saved at once. */
function useAltDraft({ image_id: id, alt_text: saved }: ApiImage, { setAltText }: PhotoWrites) {
  const [kept, keep] = useViewState<Record<string, unknown>, Record<string, unknown>>({ private: {}, model: {} })
  const key = `alt ${id}`
  const draft = kept.private[key]
  const typed = typeof draft === 'string' ? draft : null
  const latest = useRef(typed)
  useLayoutEffect(() => {
    latest.current = typed
    // of a row that is gone nobody knows what was typed since
    return () => {
      latest.current = null
    }
  })
  const put = (text: string | null) => keep({ private: { [key]: text } })
  return {
    text: typed ?? saved,
    type: put,
    save: () => {
      if (typed === null) return
      if (typed === saved) return put(null)
      // what was typed since is a draft of its own
      void setAltText(id, typed).then((isSaved) => (isSaved && latest.current === typed ? put(null) : undefined))
    },
  }
}
