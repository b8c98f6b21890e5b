import { describe, expect, it } from 'vitest'
import type { Instance } from '../api/host-state.ts'
import { toldContexts } from './told-context.ts'

const view = (modelContext: Instance['modelContext'], phase = 'live'): Instance =>
  ({ id: 'v', title: 'Cart', phase, modelContext }) as unknown as Instance
const text = (said: string, more: Record<string, unknown> = {}): Record<string, unknown> => ({ type: 'text', text: said, ...more })

describe('what a view told the model, as the person is shown it', () => {
  it('H13 it is named by its own title, else by its first words', () => {
    expect(toldContexts([view({ content: [text('Two eggs are\nchosen.')] })])).toEqual([
      { instanceId: 'v', view: 'Cart', label: 'Two eggs are chosen.' },
    ])
    expect(toldContexts([view({ content: [text('x', { _meta: { 'openai/title': 'Choice' } })] })])[0]?.label).toBe('Choice')
    expect(toldContexts([view({ content: [text('a'.repeat(100))] })])[0]?.label).toHaveLength(60)
    expect(toldContexts([view({ structuredContent: { n: 1 } })])[0]?.label).toBe('data for the model')
  })

  it('H13 what is for the assistant alone, closed or not there is not shown', () => {
    expect(toldContexts([view({ content: [text('x', { annotations: { audience: ['assistant'] } })] })])).toEqual([])
    expect(toldContexts([view({ content: [text('x')] }, 'closed'), view(null), view({ content: [] })])).toEqual([])
  })
})
