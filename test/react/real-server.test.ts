import type { App } from '@lockstep/server'
import { reply } from '@lockstep/server'
import { counters, createSyncClient, SyncRefusal, type DocumentSpec, type Mutation } from '@lockstep/sync'
import { browserEnvironment, toolChannel, type ToolResult } from '@lockstep/react'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createWriteController, type WriteOptions } from '../../packages/react/src/write-controller.ts'
import { fakeView } from '../../packages/react/test/fake-view.ts'
import { connect, ERAS, openApp, type Era } from '../../packages/server/src/testing/open-app.ts'
import { createFakeClock } from '../support/fake-clock.ts'

type Fields = Record<string, unknown>

const spec = { name: 'packing-list', fields: { things: counters({ max: 9 }) } } satisfies DocumentSpec

/** An app with one write, one destroy and one document kind; what it did is in `effects`. */
function declareOn(app: App, effects: string[]): void {
  const input = z.strictObject({ id: z.string() })
  const output = z.object({ count: z.int() })
  const done = (what: string) => {
    effects.push(what)
    return reply({ model: { count: effects.length }, text: what })
  }
  app.tool('save_note', { title: 'Save', description: 'Use this to save.', effect: 'write', input, output }, ({ id }) => done(`save ${id}`))
  app.tool(
    'drop_note',
    {
      title: 'Drop',
      description: 'Use this to delete.',
      effect: 'destroy',
      input,
      output,
      confirm: ({ id }) => (id === 'trash' ? null : { question: `Delete ${id}?` }),
    },
    ({ id }) => done(`drop ${id}`),
  )
  app.syncTool(app.document(spec), { access: (documentId) => documentId !== 'd_other' })
}

/** The view's road: the official client in the host's place. `lose` makes the answer, not the call, go missing. */
async function open(era: Era) {
  const effects: string[] = []
  const client = await connect((await openApp((app) => declareOn(app, effects))).mcpUrl, era)
  const road = { losses: 0 }
  const callTool = async (name: string, args: Fields = {}): Promise<ToolResult> => {
    const result = (await client.callTool({ name, arguments: args })) as ToolResult
    if (road.losses === 0) return result
    road.losses -= 1
    throw new Error('the answer went missing')
  }
  const environment = browserEnvironment(null)
  const write = (tool: string, widgetState: Fields | null = null, options: WriteOptions<Fields, Fields> = {}) => {
    const { runtime, written } = fakeView({ clock: createFakeClock(), openai: { widgetState } })
    const controller = createWriteController<Fields, Fields, Fields>({
      runtime: { ...runtime, callTool },
      environment,
      announce: () => undefined,
      tool,
      key: tool,
      options: () => options,
    })
    return { controller, kept: () => written.at(-1) ?? null }
  }
  return { effects, road, callTool, write }
}

describe.each(ERAS)('a view and a server of the %s era', (era) => {
  test('S1.D.1 a write whose answer was lost is done once, and the retry is told the first answer', async () => {
    const { effects, road, write } = await open(era)
    const { controller } = write('save_note')
    road.losses = 1
    expect(await controller.run({ id: 'n1' })).toMatchObject({ kind: 'error' })
    expect(await controller.retry()).toMatchObject({ kind: 'success', answer: { data: { count: 1 }, isReplayed: true } })
    expect(effects).toEqual(['save n1'])
    expect(await controller.run({ id: 'n2' })).toMatchObject({ kind: 'success', answer: { isReplayed: false } })
    expect(effects).toEqual(['save n1', 'save n2'])
  })

  test('S1.D.1 a view that was remounted before the answer came goes on with the same operation', async () => {
    const { effects, road, write } = await open(era)
    road.losses = 1
    const first = write('save_note')
    await first.controller.run({ id: 'n1' })
    const second = write('save_note', first.kept())
    expect(second.controller.getState()).toMatchObject({ kind: 'unknown' })
    expect(await second.controller.retry()).toMatchObject({ kind: 'success', answer: { isReplayed: true } })
    expect(effects).toEqual(['save n1'])
  })

  test('S1.D.3 a destructive write is asked about, and done once when the person agreed', async () => {
    const { effects, road, write } = await open(era)
    const { controller } = write('drop_note')
    expect(await controller.run({ id: 'n1' })).toEqual({ kind: 'confirming', question: 'Delete n1?' })
    controller.cancel()
    expect(effects).toEqual([])
    await controller.run({ id: 'n1' })
    road.losses = 1
    await controller.confirm()
    expect(await controller.retry()).toMatchObject({ kind: 'success' })
    expect(effects).toEqual(['drop n1'])
    expect(await controller.run({ id: 'trash' })).toMatchObject({ kind: 'success' })
  })

  test('S1.D.3 a confirmed write whose answer the remount swallowed is not done twice, though its token was kept nowhere', async () => {
    const { effects, road, write } = await open(era)
    const first = write('drop_note')
    await first.controller.run({ id: 'n1' })
    road.losses = 1
    await first.controller.confirm()
    expect(effects).toEqual(['drop n1'])
    const { controller } = write('drop_note', first.kept())
    expect(await controller.retry()).toMatchObject({ kind: 'success', answer: { isReplayed: true } })
    expect(effects).toEqual(['drop n1'])
  })

  test('a synced document needs nothing but the tools of its kind', async () => {
    const { callTool } = await open(era)
    const channel = toolChannel(callTool, spec.name)
    const clock = {
      now: () => Date.now(),
      setTimeout: (run: () => void, ms: number) => setTimeout(run, ms),
      clearTimeout: (timer: unknown) => clearTimeout(timer as never),
    }
    let ids = 0
    const clientOf = (clientId: string) =>
      createSyncClient({
        spec,
        documentId: 'd_1',
        clientId,
        snapshot: null,
        queue: null,
        channel,
        clock,
        random: () => 1,
        newId: () => `m_${clientId}_${(ids += 1)}`,
        persist: () => undefined,
      })
    const [one, two] = [clientOf('w_1'), clientOf('w_2')]
    for (const [client, thing] of [
      [one, 'tent'],
      [two, 'rope'],
    ] as const) {
      client.edit((value) => ({ ...value, things: { ...value['things'], [thing]: 1 } }))
      await client.flush()
    }
    expect(two.getSnapshot()).toMatchObject({ status: 'saved', value: { things: { tent: 1, rope: 1 } } })
    expect(await one.refresh()).toBe(true)
    expect(one.getSnapshot()).toMatchObject({ revision: 2, value: { things: { tent: 1, rope: 1 } } })
    const { epoch, revision } = one.getSnapshot()
    expect(await channel.fetchSnapshot('d_1', { epoch: String(epoch), revision })).toBeNull()
    one.dispose()
    two.dispose()
  })

  test('a refused edit has the server’s own code, and the state to rebase on where there is one', async () => {
    const { callTool } = await open(era)
    const channel = toolChannel(callTool, spec.name)
    const mutation: Mutation = {
      documentId: 'd_1',
      epoch: null,
      baseRevision: null,
      value: { things: { tent: 1 } },
      mutationId: 'm_1',
      supersedes: [],
      clientId: 'w_1',
      seq: 1,
      onConflict: 'merge',
    }
    const refusal = (change: Partial<Mutation>) => channel.send({ ...mutation, ...change }, { isLast: false }).catch((error: unknown) => error)
    const other = await refusal({ documentId: 'd_other' })
    expect(other).toBeInstanceOf(SyncRefusal)
    expect((other as SyncRefusal).failure).toMatchObject({ code: 'not_found', path: 'documentId' })
    expect(await channel.send(mutation, { isLast: false })).toMatchObject({ status: 'applied', revision: 1 })
    const { epoch } = (await channel.fetchSnapshot('d_1')) ?? { epoch: '' }
    const stale = await refusal({ mutationId: 'm_2', epoch, baseRevision: 0, onConflict: 'reject' })
    expect((stale as SyncRefusal).failure.current ?? null).toMatchObject({ documentId: 'd_1', revision: 1, value: { things: { tent: 1 } } })
  })
})
