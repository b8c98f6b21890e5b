import { createHash } from 'node:crypto'
import {
  createApp,
  DOCUMENT_META,
  refusal,
  reply,
  systemIds,
  type App,
  type AppOptions,
  type RequestHints,
  type ToolContext,
  type TypedSnapshot,
} from '@lockstep/server'
import { z } from 'zod'
import { checklistSpec, tasksOf, TASK_MAX_CHARS, TASKS_MAX, withoutDone, withTask, type Checklist } from '../shared/checklist.ts'

const tasksOutput = z.strictObject({
  revision: z.int(),
  tasks: z.array(z.strictObject({ text: z.string(), isDone: z.boolean() })),
})

/**
 * One list per person, by what the host says of them. A host's hint is no proof of who asks: before anything private is kept here, let people sign
 * in (`auth` of createApp).
 */
function listIdOf({ subject, session }: RequestHints): string {
  return createHash('sha256')
    .update(subject ?? session ?? 'local')
    .digest('base64url')
}

/** The app without a port: tests open it on one of their own. The view learns its tools' types from what this returns. */
export function createChecklistApp(options: Pick<AppOptions, 'store'> & Partial<AppOptions>) {
  const app: App = createApp({
    name: '__NAME__',
    version: '0.1.0',
    instructions: 'Keeps the checklist of the person. They tick and untick tasks by hand, so look again before you speak of it.',
    ...options,
  })
  const lists = app.document(checklistSpec)
  // how an open view saves what a person changes, and sees what others change; the model never sees these tools
  app.syncTool(lists, { access: (documentId, context) => documentId === listIdOf(context) })

  const view = app.view('checklist', {
    entry: './views/checklist.tsx',
    describe: 'The person sees the checklist here and ticks tasks by hand; there is no need to list them again.',
    border: true,
  })

  /** Little for the model, the whole document for the view. */
  function answer(snapshot: TypedSnapshot<Checklist>) {
    const tasks = tasksOf(snapshot.value).map(({ text, isDone }) => ({ text, isDone }))
    const words = tasks.map(({ text, isDone }) => `${isDone ? '[x]' : '[ ]'} ${text}`)
    return reply({
      model: { revision: snapshot.revision, tasks },
      text: words.length === 0 ? 'The checklist is empty.' : `On the checklist:\n${words.join('\n')}`,
      private: { [DOCUMENT_META]: snapshot },
    })
  }

  /** Changes the caller's list. */
  async function edit(context: ToolContext, actor: 'model' | 'user', change: (value: Checklist) => Checklist) {
    const { operation } = context
    const outcome = await lists.edit(listIdOf(context), {
      actor,
      mutationId: operation?.key ?? systemIds.newId('m'),
      change,
      // the answer is stored with the change or not at all: no crash can come between, so a repeated call is never in doubt
      also: (done) => (operation === null ? [] : [operation.finish(answer(done.reply))]),
    })
    if (!outcome.ok) throw refusal(outcome.failure)
    return answer(outcome.reply)
  }

  const showChecklist = app.tool(
    'show_checklist',
    {
      title: 'Show the checklist',
      description: 'Use this when the person asks what is on their checklist: they may have changed it by hand since you last looked.',
      effect: 'read',
      input: z.strictObject({}),
      output: tasksOutput,
      view,
      status: ['Opening the checklist…', 'Checklist ready'],
    },
    async (_input, context) => answer((await lists.readOrEmpty(listIdOf(context))).snapshot),
  )

  const addTasks = app.tool(
    'add_tasks',
    {
      title: 'Add to the checklist',
      description: 'Use this when the person wants to be reminded of things or to have them on their checklist. One entry per task.',
      effect: 'write',
      input: z.strictObject({
        tasks: z
          .array(z.object({ name: z.string().trim().min(1).max(TASK_MAX_CHARS) }))
          .min(1)
          .max(TASKS_MAX),
      }),
      output: tasksOutput,
      view,
      status: ['Adding…', 'Added'],
    },
    ({ tasks }, context) => {
      const made = tasks.map(({ name }) => ({ id: systemIds.newId('t'), name }))
      return edit(context, 'model', (value) => made.reduce((list, { id, name }) => withTask(list, id, name), value))
    },
  )

  const clearDone = app.tool(
    'clear_done',
    {
      title: 'Remove what is done',
      description: 'Use this when the person wants the tasks that are done to be gone from their checklist.',
      effect: 'destroy',
      // asked of the person before it runs, in the conversation and in the view alike
      confirm: async (_input, context) => {
        const { snapshot } = await lists.readOrEmpty(listIdOf(context))
        const count = tasksOf(snapshot.value).filter(({ isDone }) => isDone).length
        if (count === 0) return null
        return {
          question: count === 1 ? 'Remove the one task that is done?' : `Remove the ${count} tasks that are done?`,
          revision: snapshot.revision,
        }
      },
      input: z.strictObject({}),
      output: tasksOutput,
      status: ['Removing…', 'Removed'],
    },
    (_input, context) => edit(context, 'user', withoutDone),
  )

  return { app, tools: { showChecklist, addTasks, clearDone } }
}
