import { goldenOf } from './core-harness.ts'
import type { TestApp } from './mcp-test-server.ts'

export const COUNTING_VIEW = 'ui://count/v.html'

/** What the server of `countingApp` did. */
export interface Counter {
  /** Sum of all calls of `add`. */
  count: number
  /** Each call of `add`, in the order in which they came. */
  calls: Array<{ amount: number; widgetSessionId: unknown }>
  /** Resolves before each answer of `add`; replaced by a test that holds one back. */
  gate(): Promise<void>
  /** What the view's resource answers. */
  html: string
}

export function createCounter(): Counter {
  return { count: 0, calls: [], gate: () => Promise.resolve(), html: '<!doctype html><title>v</title><p>first' }
}

export const countingGolden = goldenOf({
  show: ['show'],
  'add {amount}': ['add', { amount: '{amount}' }],
  'show shared': ['show_shared'],
  'wipe it': ['wipe'],
  'slow show': ['show_slow'],
})

const readOnly = { readOnlyHint: true }
const harmless = { readOnlyHint: false, destructiveHint: false }
const view = { ui: { resourceUri: COUNTING_VIEW } }

/** An app that counts what it is told, without any care for repeats: what arrives twice counts twice. */
export function countingApp(counter: Counter): TestApp {
  const shown = () => ({ content: [{ type: 'text' as const, text: `count ${counter.count}` }], structuredContent: { count: counter.count } })
  return {
    tools: [
      {
        name: 'show',
        annotations: readOnly,
        meta: { ...view, 'openai/toolInvocation/invoking': 'Counting…', 'openai/toolInvocation/invoked': 'Counted' },
        run: shown,
      },
      { name: 'show_shared', annotations: readOnly, meta: view, run: () => ({ ...shown(), _meta: { 'openai/widgetSessionId': 'basket-1' } }) },
      {
        name: 'show_slow',
        annotations: readOnly,
        meta: { ...view, 'openai/toolInvocation/invoking': 'Counting slowly…' },
        async run() {
          await counter.gate()
          return shown()
        },
      },
      { name: 'wipe', meta: view, run: () => ((counter.count = 0), shown()) },
      {
        name: 'add',
        annotations: harmless,
        async run(args, meta) {
          const amount = Number(args['amount'])
          counter.calls.push({ amount, widgetSessionId: meta['openai/widgetSessionId'] })
          counter.count += amount
          await counter.gate()
          return shown()
        },
      },
    ],
    resources: [
      {
        uri: COUNTING_VIEW,
        mimeType: 'text/html;profile=mcp-app',
        get text() {
          return counter.html
        },
      },
    ],
  }
}
