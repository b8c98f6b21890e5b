import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkProject } from './type-project.ts'

const server = fileURLToPath(new URL('sample-server.ts', import.meta.url))

/** One mistake a line; each must be told in words that say what to write. */
const VIEW = `import { createView } from '@lockstep/react'
import type * as server from ${JSON.stringify(server)}
const { useRead, useWrite, useToolResult } = createView<typeof server>()
export const fine = () => [useToolResult(), useWrite('save_note').run({ id: 'a', title: 'b' })]
export const wrongName = () => useWrite('sve_note')
export const wrongEffect = () => useRead('save_note', {})
export const wrongMember = () => useWrite('save_note').run({ id: 'a', titel: 'b' })
export const wrongShape = () => useWrite('save_note').run({ id: 'a', title: 7 })
export const { useWrite: none } = createView<{ listNotes: string }>()
export const wrongView = createView<typeof server, 'lst'>()
`

/** The compiler's words of a line of VIEW. */
let told: (line: number) => string

beforeAll(async () => {
  const { errors } = await checkProject({ 'view.ts': VIEW }, () => performance.now())
  told = (line) => errors.filter((_error, index) => belongsTo(errors, index).startsWith(`view.ts(${line},`)).join('\n')
}, 60_000)

/** The line that an indented continuation hangs on. */
function belongsTo(errors: readonly string[], index: number): string {
  return errors.slice(0, index + 1).findLast((error) => !error.startsWith(' ')) ?? ''
}

describe('what a compile error says', () => {
  test('right use is none', () => {
    expect([1, 2, 3, 4].map((line) => told(line)).join('')).toBe('')
  })

  test('a wrong tool name names the valid ones', () => {
    expect(told(5)).toBe(
      `view.ts(5,41): error TS2345: Argument of type '"sve_note"' is not assignable to parameter of type '"drop_note" | "save_note"'.`,
    )
  })

  test('a tool of another effect names those that would do', () => {
    expect(told(6)).toContain(`Argument of type '"save_note"' is not assignable to parameter of type '"list_notes" | "open_note"'.`)
  })

  test('a member that is not in the schema is named, with the one that was meant', () => {
    expect(told(7)).toMatch(
      /'titel' does not exist in type .*Did you mean to write 'title'\?|'titel' does not exist in type '\{ id: string; title: string; length\?: number \| undefined; \}'/,
    )
  })

  test('a member of another type says which was expected', () => {
    expect(told(8)).toContain(`Type 'number' is not assignable to type 'string'.`)
  })

  test('a type without tools says what createView takes', () => {
    expect(told(9)).toContain(
      `does not exist on type 'NoToolsFound<"createView<typeof server>() takes the type of a module, object, array or function that holds what app.tool(…) answered">'.`,
    )
  })

  test('a wrong view name names the valid ones', () => {
    expect(told(10)).toContain(`Type '"lst"' does not satisfy the constraint '"editor" | "list"'.`)
  })
})
