import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { reply, type App } from '@lockstep/server'
import { beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { connect, ERAS, openApp } from '../../packages/server/src/testing/open-app.ts'
import { ID, told } from './set-up.ts'

const notes: string[] = []
beforeEach(() => void notes.splice(0, Infinity, 'May', 'June'))

const input = z.strictObject({ text: z.string() })
const output = z.strictObject({ left: z.number() })

function declareNotes(app: App): void {
  const done = () => reply({ model: { left: notes.length }, text: `${notes.length} notes are left.` })
  app.tool('add_note', { title: 'Add a note', description: 'Use this to add.', effect: 'write', input, output }, ({ text }) => {
    notes.push(text)
    return done()
  })
  app.tool(
    'delete_note',
    {
      title: 'Delete a note',
      description: 'Use this to delete.',
      effect: 'destroy',
      input,
      output,
      confirm: ({ text }) => (notes.includes(text) ? { question: `Delete the note ${text}?`, revision: notes.join() } : null),
    },
    ({ text }) => {
      if (notes.includes(text)) notes.splice(notes.indexOf(text), 1)
      return done()
    },
  )
}

describe.each(ERAS)('%s era, over HTTP', (era) => {
  test('S1.D.1 S2.X.1 R1 every call is sent twice: the second does nothing and answers the same', async () => {
    const client = await connect((await openApp(declareNotes)).mcpUrl, era)
    const send = async (name: string, args: Record<string, unknown>) => told(await client.callTool({ name, arguments: args }))
    const added = { text: 'July', operationId: ID }
    const first = await send('add_note', added)
    const again = await send('add_note', added)
    expect(first).toMatchObject({ isError: false, replayed: false, model: { left: 3 } })
    expect(again).toMatchObject({ replayed: true, model: first.model, text: first.text })
    const asked = await send('delete_note', { text: 'May' })
    expect(asked).toMatchObject({ code: 'confirmation_required', error: { question: 'Delete the note May?' } })
    const confirmed = { text: 'May', confirmation: String(asked.error['confirmation']) }
    expect(await send('delete_note', confirmed)).toMatchObject({ isError: false, replayed: false, model: { left: 2 } })
    expect(await send('delete_note', confirmed)).toMatchObject({ isError: false, replayed: true, model: { left: 2 } })
    expect(notes).toEqual(['June', 'July'])
  })

  test('S1.D.1 X20 R21 a model’s call within a conversation is one, repeated at once or in parallel', async () => {
    const client = await connect((await openApp(declareNotes)).mcpUrl, era)
    const send = () => client.callTool({ name: 'add_note', arguments: { text: 'July' }, _meta: { 'openai/session': 's', 'openai/subject': 'u' } })
    const answers = (await Promise.all([send(), send(), send()])).map(told)
    expect(answers.filter(({ replayed }) => replayed)).toHaveLength(2)
    expect(told(await send())).toMatchObject({ replayed: true, text: expect.stringContaining('nothing was done again') })
    expect(notes).toEqual(['May', 'June', 'July'])
  })

  test('S1.D.1 both reserved inputs are listed where they are taken, as optional ones', async () => {
    const client = await connect((await openApp(declareNotes)).mcpUrl, era)
    const { tools } = await client.listTools()
    const inputsOf = (name: string) => tools.find((tool) => tool.name === name)?.inputSchema
    expect(Object.keys(inputsOf('add_note')?.properties ?? {})).toEqual(['text', 'operationId'])
    expect(Object.keys(inputsOf('delete_note')?.properties ?? {})).toEqual(['text', 'operationId', 'confirmation'])
    expect(inputsOf('delete_note')?.required).toEqual(['text'])
  })
})

describe('a client of the 2026 era with a form for questions', () => {
  async function connectWithForm(mcpUrl: string, answer: (message: string) => 'yes' | 'no' | 'cancel') {
    const asked: string[] = []
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: 'auto' }, capabilities: { elicitation: { form: {} } } })
    client.setRequestHandler('elicitation/create', (request) => {
      asked.push(request.params.message)
      const said = answer(request.params.message)
      if (said === 'cancel') return { action: 'cancel' }
      return said === 'yes' ? { action: 'accept', content: { agree: true } } : { action: 'decline' }
    })
    await client.connect(new StreamableHTTPClientTransport(new URL(mcpUrl)))
    onTestFinished(() => client.close())
    return { asked, destroy: async (text: string) => told(await client.callTool({ name: 'delete_note', arguments: { text } })) }
  }

  test('S1.D.3 the person is asked by the host, and a yes deletes once', async () => {
    const { asked, destroy } = await connectWithForm((await openApp(declareNotes)).mcpUrl, () => 'yes')
    expect(await destroy('May')).toMatchObject({ isError: false, model: { left: 1 } })
    expect(asked).toEqual(['Delete the note May?'])
    expect(notes).toEqual(['June'])
  })

  test.each(['no', 'cancel'] as const)('S1.D.3 a %s changes nothing and is told as such', async (said) => {
    const { asked, destroy } = await connectWithForm((await openApp(declareNotes)).mcpUrl, () => said)
    expect(await destroy('May')).toMatchObject({ isError: true, code: 'declined' })
    expect(asked).toHaveLength(1)
    expect(notes).toEqual(['May', 'June'])
  })

  test('S1.D.3 what changed while the person thought about it is asked about again', async () => {
    const { asked, destroy } = await connectWithForm((await openApp(declareNotes)).mcpUrl, () => {
      if (notes.length === 2) notes.push('July')
      return 'yes'
    })
    expect(await destroy('May')).toMatchObject({ isError: false })
    expect(asked).toEqual(['Delete the note May?', 'Things have changed since the person was asked. Delete the note May?'])
    expect(notes).toEqual(['June', 'July'])
  })
})
