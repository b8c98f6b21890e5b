import { useAnnounce } from '@lockstep/react'
import { useEffect } from 'react'
import type { SectionName } from '../shared/sections-spec.ts'
import { SECTION_LABELS } from './project-words.ts'
import type { Story } from './use-story.ts'

const isSection = (id: string): id is SectionName => Object.hasOwn(SECTION_LABELS, id)

/** What the model wrote while the story is open, and where both wrote at once: the text that did not stay is one press away. */
export function StoryNews({
  story,
  onWrite,
}: {
  story: Pick<Story, 'changes' | 'conflicts' | 'dismiss'>
  onWrite: (section: SectionName, text: string) => void
}) {
  const { changes, conflicts, dismiss } = story
  const announce = useAnnounce()
  const met = conflicts.flatMap(({ id, mine, theirs, result }) => {
    const other = result === mine ? theirs : mine
    return isSection(id) && typeof other === 'string' && other !== result ? [{ id, other, isMine: result === mine }] : []
  })
  const written = [...new Set(changes.filter(({ by }) => by === 'model').map(({ id }) => id))].filter(isSection)
  const news = written.filter((id) => !met.some((one) => one.id === id)).map((id) => SECTION_LABELS[id])
  const said = news.length === 0 ? '' : `ChatGPT changed: ${news.join(', ')}.`
  useEffect(() => {
    if (said !== '') announce(said)
  }, [said, announce])
  if (said === '' && met.length === 0) return null
  return (
    <div className="notice">
      <ul>
        {said === '' ? null : <li>{said}</li>}
        {met.map(({ id, other, isMine }) => (
          <li key={id}>
            Both wrote {SECTION_LABELS[id]}; {isMine ? 'what was typed here' : 'the text of ChatGPT'} stayed.{' '}
            <button
              type="button"
              className="small"
              onClick={() => {
                onWrite(id, other)
                dismiss()
              }}
            >
              {isMine ? 'Take the text of ChatGPT' : 'Take what was typed here'}
            </button>
          </li>
        ))}
      </ul>
      <button type="button" className="small quiet" onClick={dismiss}>
        Dismiss
      </button>
    </div>
  )
}
