import { useAnnounce, useHostActions, type SyncedDocument } from '@lockstep/react'
import type { ApiProject } from '../shared/api-types.ts'
import { SECTION_MAX_CHARS, type SectionName } from '../shared/sections-spec.ts'
import { Larger } from './cards.tsx'
import { nameOf, SECTION_LABELS, type Place } from './project-words.ts'
import { SectionField } from './section-field.tsx'
import { StoryNews } from './story-news.tsx'
import type { Story } from './use-story.ts'

const SECTIONS = Object.keys(SECTION_MAX_CHARS) as SectionName[]
const SYNC_WORDS = { saved: 'Saved', saving: 'Saving…', retrying: 'Not saved yet, retrying', failed: 'Not saved' } as const

export interface StoryScreenProps {
  project: ApiProject
  story: Story
  /** Where to begin. */
  goal: Place | null
  onLeave: () => void
}

/** The story of a project, section by section: what the person types and what the model writes meet in one document. */
export function StoryScreen({ project, story, goal, onLeave }: StoryScreenProps) {
  const { sendMessage } = useHostActions()
  const announce = useAnnounce()
  const name = nameOf(project)
  const write = (section: SectionName, text: string) => story.edit((value) => ({ sections: withText(value.sections, section, text) }))
  const ask = (section: SectionName) =>
    sendMessage(`Write the ${section} of my project “${name}”.`).then(
      () => announce('ChatGPT was asked.', true),
      () => announce('ChatGPT could not be asked from here. Ask in the conversation.', true),
    )
  return (
    <section aria-label="Story" data-project={project.project_id}>
      <button type="button" className="quiet small" onClick={onLeave}>
        ‹ {name}
      </button>
      <header className="head">
        <h2 tabIndex={-1} data-focus-fallback="">
          Story
        </h2>
        <SyncWord sync={story.sync} />
        <Larger />
      </header>
      <StoryNews story={story} onWrite={write} />
      {SECTIONS.map((section) => (
        <SectionField
          key={section}
          label={SECTION_LABELS[section]}
          hint={section === 'outcomes' ? 'One a line, four at most.' : ''}
          text={story.value.sections[section] ?? ''}
          max={SECTION_MAX_CHARS[section]}
          isGoal={goal?.screen === 'story' && goal.field === section}
          onText={(text) => write(section, text)}
          onAsk={() => void ask(section)}
        />
      ))}
    </section>
  )
}

/** Without a text there is no entry. */
function withText(sections: Readonly<Record<string, string>>, section: SectionName, text: string): Record<string, string> {
  const others = Object.entries(sections).filter(([name]) => name !== section)
  return Object.fromEntries(text === '' ? others : [...others, [section, text]])
}

function SyncWord({ sync }: { sync: SyncedDocument['sync'] }) {
  const { kind, isSlow, failure, retry, discard } = sync
  if (kind !== 'failed') return <span className="soft">{kind === 'saving' && !isSlow ? '' : SYNC_WORDS[kind]}</span>
  return (
    <span role="alert" className="row">
      <span className="complaint">Not saved. {failure?.message}</span>
      <button type="button" className="small" onClick={retry}>
        Try again
      </button>
      <button type="button" className="small quiet" onClick={discard}>
        Drop my change
      </button>
    </span>
  )
}
