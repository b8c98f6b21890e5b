import type { Model, ModelContext } from '../model/model.ts'
import { createScriptedModel } from '../model/scripted-model.ts'
import { goldenOf } from './core-harness.ts'
import type { TestApp } from './mcp-test-server.ts'

const MIME = 'text/html;profile=mcp-app'
const readOnly = { readOnlyHint: true }

/** A call as the server of `flowApp` got it. */
export interface RecordedCall {
  tool: string
  args: Record<string, unknown>
  meta: Record<string, unknown>
}

export const flowGolden = goldenOf({
  'look at {id}': ['look', { id: '{id}' }],
  'write {text}': ['write', { text: '{text}' }],
  'clear it': ['clear'],
  'wipe it': ['wipe'],
  'fail please': ['fail'],
  'render it': ['render'],
  'render from meta': ['render_meta'],
  'break the view': ['render_broken'],
  'call hidden': ['hidden'],
  'close it': ['finish'],
})

/** An app with a tool of every kind that the flow of a call tells apart; each call is written into `calls`. */
export function flowApp(calls: RecordedCall[]): TestApp {
  const record = (tool: string, args: Record<string, unknown>, meta: Record<string, unknown>): void => void calls.push({ tool, args, meta })
  return {
    tools: [
      {
        name: 'look',
        annotations: readOnly,
        run: (args, meta) => {
          record('look', args, meta)
          return {
            content: [{ type: 'text', text: `You see ${String(args['id'])}.` }],
            structuredContent: { id: args['id'], colour: 'green' },
            _meta: { canary: 'META-CANARY' },
          }
        },
      },
      {
        name: 'write',
        annotations: { readOnlyHint: false, destructiveHint: false },
        meta: { 'openai/toolInvocation/invoking': 'Writing…', 'openai/toolInvocation/invoked': 'Written' },
        run: (args, meta) => {
          record('write', args, meta)
          return { content: [{ type: 'text', text: 'written' }] }
        },
      },
      {
        name: 'clear',
        annotations: { readOnlyHint: false, destructiveHint: true },
        run: (args, meta) => (record('clear', args, meta), { content: [{ type: 'text', text: 'cleared' }] }),
      },
      {
        name: 'wipe',
        meta: { ui: { resourceUri: 'ui://t/v.html' } },
        run: (args, meta) => (record('wipe', args, meta), { content: [{ type: 'text', text: 'wiped' }], structuredContent: { left: 0 } }),
      },
      {
        name: 'fail',
        annotations: readOnly,
        meta: { ui: { resourceUri: 'ui://t/v.html' } },
        run: () => ({ content: [{ type: 'text', text: 'No such thing.' }], isError: true }),
      },
      {
        name: 'render',
        annotations: readOnly,
        meta: { ui: { resourceUri: 'ui://t/v.html' } },
        run: () => ({ content: [{ type: 'text', text: 'shown' }], structuredContent: { apples: 3 }, _meta: { hidden: 'META-CANARY' } }),
      },
      {
        name: 'render_meta',
        annotations: readOnly,
        meta: { 'openai/outputTemplate': 'ui://t/v.html' },
        run: () => ({ content: [{ type: 'text', text: 'shown' }], _meta: { apples: 4 } }),
      },
      {
        name: 'render_broken',
        annotations: readOnly,
        meta: { ui: { resourceUri: 'ui://t/plain.html' } },
        run: () => ({ content: [{ type: 'text', text: 'shown' }] }),
      },
      {
        name: 'hidden',
        annotations: readOnly,
        meta: { 'openai/visibility': 'private', 'openai/widgetAccessible': true },
        run: (args, meta) => (record('hidden', args, meta), { structuredContent: { ok: true } }),
      },
      { name: 'finish', annotations: readOnly, run: () => ({ content: [{ type: 'text', text: 'closed' }], _meta: { 'openai/closeWidget': true } }) },
    ],
    resources: [
      { uri: 'ui://t/v.html', mimeType: MIME, text: '<!doctype html><p>view' },
      { uri: 'ui://t/plain.html', mimeType: 'text/html', text: '<!doctype html><p>view' },
    ],
  }
}

/** The scripted model, with all that it was given written into `contexts`. */
export function watchedModel(contexts: ModelContext[]): Model {
  const scripted = createScriptedModel([{ app: 'app', golden: flowGolden }])
  return {
    info: scripted.info,
    respond(context, signal) {
      contexts.push(context)
      return scripted.respond(context, signal)
    },
  }
}
