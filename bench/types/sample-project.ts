/** A server with so many tools, half of them reads bound to one of five views, and a view module that uses every one: typed by it, or by nothing. */
export function sampleProject(toolCount: number, isTyped: boolean): Readonly<Record<string, string>> {
  const indexes = Array.from({ length: toolCount }, (_, index) => index)
  return {
    'server.ts': [
      `import { createApp, reply } from '@lockstep/server'`,
      `import { memory } from '@lockstep/server/memory'`,
      `import { z } from 'zod'`,
      `export const app = createApp({ name: 'sample', version: '1', store: memory() })`,
      ...[0, 1, 2, 3, 4].map((view) => `export const view${view} = app.view('view-${view}', { html: () => '', describe: 'A view.', border: true })`),
      ...indexes.map(declaration),
    ].join('\n'),
    'view.ts': isTyped ? typedView(indexes) : untypedView(indexes),
  }
}

const isRead = (index: number): boolean => index % 2 === 0

function declaration(index: number): string {
  const effect = isRead(index) ? `effect: 'read', view: view${index % 5},` : `effect: 'write',`
  return `export const tool${index} = app.tool('tool_${index}', {
  title: 'Tool ${index}', description: 'Use this when tool ${index} is due.', ${effect}
  input: z.strictObject({ id: z.string(), field${index}: z.string(), tags: z.array(z.object({ label: z.string(), weight: z.number().optional() })) }),
  output: z.object({ item${index}: z.object({ id: z.string(), count: z.int(), lines: z.array(z.object({ name: z.string(), price: z.number() })) }) }),
  private: z.object({ version${index}: z.int() }),
}, ({ id }) => reply({ model: { item${index}: { id, count: 1, lines: [] } }, text: 'done', private: { version${index}: 1 } }))`
}

function typedView(indexes: readonly number[]): string {
  return [
    `import { createView } from '@lockstep/react'`,
    `import type * as server from './server.ts'`,
    `const { useRead, useWrite, useToolResult } = createView<typeof server, 'view-0'>()`,
    `export const useResult = () => useToolResult()?.data`,
    ...indexes.map((index) => {
      const input = `{ id: 'a', field${index}: 'b', tags: [] }`
      return isRead(index)
        ? `export const use${index} = () => useRead('tool_${index}', ${input}).data?.item${index}.lines[0]?.price`
        : `export const use${index} = () => { const write = useWrite('tool_${index}'); return write.state.kind === 'success' ? write.state.answer?.data.item${index}.count : write.run(${input}) }`
    }),
  ].join('\n')
}

function untypedView(indexes: readonly number[]): string {
  return [
    `import { useRead, useWrite, useToolResult } from '@lockstep/react'`,
    `import type * as server from './server.ts'`,
    `export type Server = typeof server`,
    `export const useResult = () => useToolResult()?.structuredContent`,
    ...indexes.map((index) => {
      const input = `{ id: 'a', field${index}: 'b', tags: [] }`
      return isRead(index)
        ? `export const use${index} = () => useRead('tool_${index}', ${input}).data?.['item${index}']`
        : `export const use${index} = () => { const write = useWrite('tool_${index}'); return write.state.kind === 'success' ? write.state.answer?.data['item${index}'] : write.run(${input}) }`
    }),
  ].join('\n')
}
