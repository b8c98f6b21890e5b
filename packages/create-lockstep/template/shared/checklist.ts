import { lastWriter, list, orderedIds, placeAfter, type DocumentSpec, type ValueOf } from '@lockstep/sync'

export const TASKS_MAX = 200
export const TASK_MAX_CHARS = 120

/** The document that the server, the model and every open view share. Fields are maps by task id; `list` keeps the order, and the texts go with it. */
export const checklistSpec = {
  name: 'checklist',
  fields: {
    order: list({ maxEntries: TASKS_MAX }),
    texts: lastWriter({ maxLength: TASK_MAX_CHARS, follows: 'order' }),
    done: lastWriter({ maxLength: 4, follows: 'order' }),
  },
} satisfies DocumentSpec

export type Checklist = ValueOf<typeof checklistSpec>

export interface Task {
  id: string
  text: string
  isDone: boolean
}

/** The tasks in their order. */
export function tasksOf({ order, texts, done }: Checklist): Task[] {
  return orderedIds(order).map((id) => ({ id, text: texts[id] ?? '', isDone: done[id] === 'yes' }))
}

/** The list with a task at its end. */
export function withTask(value: Checklist, id: string, text: string): Checklist {
  const last = orderedIds(value.order).at(-1) ?? null
  return { ...value, order: { ...value.order, [id]: placeAfter(value.order, last) }, texts: { ...value.texts, [id]: text } }
}

/** The list with a task ticked, or not. */
export function withDone(value: Checklist, id: string, isDone: boolean): Checklist {
  return { ...value, done: { ...value.done, [id]: isDone ? 'yes' : '' } }
}

/** The list with only the tasks that are still to do. */
export function withoutDone(value: Checklist): Checklist {
  const open = new Set(tasksOf(value).flatMap(({ id, isDone }) => (isDone ? [] : [id])))
  const keep = (field: Readonly<Record<string, string>>) => Object.fromEntries(Object.entries(field).filter(([id]) => open.has(id)))
  return { order: keep(value.order), texts: keep(value.texts), done: keep(value.done) }
}
