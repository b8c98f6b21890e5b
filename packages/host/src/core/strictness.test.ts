import { beforeEach, describe, expect, it } from 'vitest'
import { setUpFlow } from '../testing/set-up-flow.ts'
import type { ViewEnd } from '../testing/core-harness.ts'

const flow = setUpFlow()
let view: ViewEnd

beforeEach(async () => {
  await flow.harness.say('render it')
  view = flow.harness.view(flow.harness.lastView().id)
})

/** Old forms that the host takes, and what a strict one says of them. */
const OLD: Array<[member: string, args: unknown[], canonical: string]> = [
  ['callTool', [{ name: 'hidden', arguments: {} }], 'callTool expects (name, { … }), got { name, arguments }.'],
  ['sendFollowUpMessage', ['hello'], 'sendFollowUpMessage expects ({ prompt, scrollToBottom? }), got a string.'],
  ['requestDisplayMode', ['inline'], 'requestDisplayMode expects ({ mode }), one of inline, fullscreen, pip, got a string.'],
  ['setWidgetState', ['widget-1', { a: 1 }], 'setWidgetState expects (state), an object or null, got a string, { a }.'],
  ['notifyIntrinsicHeight', [{ height: 200 }], 'notifyIntrinsicHeight expects (height), a number of pixels, got { height }.'],
  ['setOpenInAppUrl', ['https://a.example/'], 'setOpenInAppUrl expects ({ href }), got a string.'],
]

describe('strict and lenient', () => {
  it.each(OLD)('H26 lenient takes the old form of %s with one warning', async (member, args) => {
    for (let round = 0; round < 2; round += 1) expect(await view.request(`openai/${member}`, { args })).toHaveProperty('result')
    const own = flow.harness.lastView().warnings.filter((warning) => warning.message.startsWith('Old form'))
    expect(own).toMatchObject([
      { member, message: expect.stringMatching(new RegExp(`^Old form ${member}\\(.*\\): ChatGPT takes ${member}\\(`)) as string },
    ])
  })

  it.each(OLD)('H26 strict refuses the old form of %s and says the right one', async (member, args, message) => {
    flow.harness.core.changeSettings({ strictness: 'strict' })
    expect(await view.request(`openai/${member}`, { args })).toMatchObject({ error: { code: -32602, message } })
    expect(flow.harness.lastView().warnings).toEqual([])
  })

  it.each([
    ['callTool', ['hidden', {}]],
    ['requestDisplayMode', [{ mode: 'inline' }]],
    ['setWidgetState', [{ a: 1 }]],
    ['notifyIntrinsicHeight', [200]],
  ])('H26 strict takes the documented form of %s', async (member, args) => {
    flow.harness.core.changeSettings({ strictness: 'strict' })
    expect(await view.request(`openai/${member}`, { args })).toHaveProperty('result')
  })

  it('H26 what fits no form is refused by both, and tells nothing of what was typed', async () => {
    for (const strictness of ['lenient', 'strict'] as const) {
      flow.harness.core.changeSettings({ strictness })
      const answer = await view.request('openai/requestDisplayMode', { args: ['my secret'] })
      expect(answer).toMatchObject({ error: { code: -32602 } })
      expect(JSON.stringify(answer)).not.toContain('my secret')
    }
  })

  it('H26 warnings of a view are capped', async () => {
    for (let index = 0; index < 60; index += 1) await view.notify('openai/warn', { args: [`m${index}`, 'x'.repeat(2000)] })
    const { warnings } = flow.harness.lastView()
    expect(warnings).toHaveLength(50)
    expect(warnings[0]?.message).toHaveLength(500)
  })
})
