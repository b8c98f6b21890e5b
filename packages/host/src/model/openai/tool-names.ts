import type { ToolForModel } from '../model.ts'

/** Characters of a function's name in the chat completions API (checked 2026-11-21). */
const NAME_MAX_CHARS = 64

export interface NamedTools {
  nameOf(app: string, tool: string): string
  find(name: string): ToolForModel | null
  readonly all: ReadonlyArray<{ name: string; tool: ToolForModel }>
}

/** Gives each tool a name that the API takes and that no other has: its own where that will do, else with the app's before it or a number behind. */
export function nameTools(tools: readonly ToolForModel[]): NamedTools {
  const byName = new Map<string, ToolForModel>()
  const names = new Map<string, string>()
  for (const tool of tools) {
    const own = legal(tool.name)
    const isShared = tools.some((other) => other !== tool && legal(other.name) === own)
    const name = firstFree(isShared ? legal(`${tool.app}_${tool.name}`) : own, byName)
    byName.set(name, tool)
    names.set(key(tool.app, tool.name), name)
  }
  return {
    // A tool that is no longer offered may stand in the conversation still.
    nameOf: (app, tool) => names.get(key(app, tool)) ?? legal(tool),
    find: (name) => byName.get(name) ?? null,
    all: [...byName].map(([name, tool]) => ({ name, tool })),
  }
}

function legal(name: string): string {
  return name.replaceAll(/[^A-Za-z0-9_-]+/g, '_').slice(0, NAME_MAX_CHARS) || 'tool'
}

function firstFree(wanted: string, taken: ReadonlyMap<string, unknown>): string {
  let name = wanted
  for (let count = 2; taken.has(name); count += 1) name = `${wanted.slice(0, NAME_MAX_CHARS - String(count).length - 1)}_${count}`
  return name
}

function key(app: string, tool: string): string {
  return JSON.stringify([app, tool])
}
