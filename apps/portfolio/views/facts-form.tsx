import { useViewState } from '@lockstep/react'
import { useEffect, useLayoutEffect, useRef, type FormEvent } from 'react'
import type { ApiProject } from '../shared/api-types.ts'
import { useWrite } from './portfolio-tools.ts'
import { FACT_LABELS, FACTS, type FactName, type Place } from './project-words.ts'
import { useTaken, type ProjectModel } from './use-project.ts'
import { WriteFault } from './write-fault.tsx'

const MAX_CHARS: Readonly<Record<FactName, number>> = { title: 200, project_type: 100, city: 100, state: 50 }
const KINDS = ['Bathroom remodel', 'Chimney rebuild', 'Deck', 'Kitchen remodel', 'Patio', 'Retaining wall', 'Roof']

type Facts = Partial<Record<FactName, string>>

export interface FactsFormProps {
  project: ApiProject
  model: ProjectModel
  /** The field to begin with. */
  goal: Place | null
  onDone: () => void
}

/** What was typed into the facts of one project and is not saved; the host keeps it. */
export function useFactsDraft(projectId: string): { key: string; draft: Facts; type: (name: FactName, text: string) => void } {
  const [kept, keep] = useViewState<Record<string, unknown>, Record<string, unknown>>({ private: {}, model: {} })
  const key = `facts ${projectId}`
  const draft = factsOf(kept.private[key])
  return { key, draft, type: (name, text) => keep({ private: { [key]: { ...draft, [name]: text } } }) }
}

function factsOf(kept: unknown): Facts {
  const typed = Object.entries(Object(kept) as Record<string, unknown>)
  return Object.fromEntries(typed.filter(([name, text]) => FACTS.some((fact) => fact === name) && typeof text === 'string'))
}

/** The facts that publishing needs. What is typed is kept until it is saved, over errors and reloads. */
export function FactsForm({ project, model, goal, onDone }: FactsFormProps) {
  const { key, draft, type } = useFactsDraft(project.project_id)
  const write = useWrite('update_project_meta', {
    reconcile: { clear: [key] },
  })
  useTaken(write.state, model)
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    const name = goal?.screen === 'facts' ? goal.field : 'title'
    form.current?.querySelector<HTMLElement>(`[name="${name}"]`)?.focus()
  }, [goal])

  const latest = useRef(draft)
  useLayoutEffect(() => {
    latest.current = draft
  })

  const save = (event: FormEvent) => {
    event.preventDefault()
    void write.run({ project_id: project.project_id, ...draft }).then((state) => {
      const typed = Object.keys(latest.current).length === 0 ? draft : latest.current
      // what was typed since is still to be saved
      if (state.kind === 'success' && JSON.stringify(typed) === JSON.stringify(draft)) onDone()
    })
  }
  return (
    <form className="facts" ref={form} onSubmit={save}>
      {FACTS.map((name) => (
        <label key={name} className="field">
          <span>{FACT_LABELS[name]}</span>
          <input
            name={name}
            maxLength={MAX_CHARS[name]}
            value={draft[name] ?? project[name]}
            list={name === 'project_type' ? 'kinds' : undefined}
            autoComplete="off"
            onInput={({ currentTarget }) => type(name, currentTarget.value)}
          />
        </label>
      ))}
      <datalist id="kinds">
        {KINDS.map((kind) => (
          <option key={kind} value={kind} />
        ))}
      </datalist>
      <p className="soft">City and state are enough: a street address is never asked for, and never published.</p>
      <WriteFault write={write} lead="Not saved yet." />
      <div className="row">
        <button type="submit" aria-busy={write.isPending}>
          {write.isPending ? 'Saving…' : 'Save'}
        </button>
        <button type="button" className="quiet" onClick={onDone}>
          Close
        </button>
      </div>
    </form>
  )
}
