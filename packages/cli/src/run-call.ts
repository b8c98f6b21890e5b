import { AppError } from '@lockstep/contract'
import type { CoreOptions, HostState, ToolEntry } from '@lockstep/host'
import type { CallCommand } from './parse-command.ts'
import { EXIT_FAILED } from './run-golden.ts'
import { untilStopped } from './until-stopped.ts'

/** A core of @lockstep/host, as far as it is used here. */
export interface CallCore {
  connect(): Promise<void>
  getState(): Pick<HostState, 'apps' | 'conversation'>
  callTool(call: { app: string; tool: string; arguments: Record<string, unknown>; isApproved: boolean }): Promise<string>
  whenIdle(): Promise<void>
  stop(): void
  close(): Promise<void>
}

export interface CallOptions extends Omit<CallCommand, 'kind'> {
  signal: AbortSignal
  /** A host without a page. */
  openCore(): Promise<(options: CoreOptions) => CallCore>
  /** A host whose page is open in a browser, for a picture. */
  openPictured(): Promise<(options: CoreOptions) => Promise<{ core: CallCore; takePicture(file: string): Promise<void>; close(): Promise<void> }>>
  print(line: string): void
  warn(line: string): void
}

/** Name of the one app; it appears in messages only. */
const APP = 'server'

/**
 * Calls one tool of a server and prints what came: 0 = it answered, 1 = it said no.
 * @throws {AppError} CLI_STOPPED, CLI_NOT_CONNECTED, CLI_UNKNOWN_TOOL, CLI_NEEDS_YES, CLI_NO_BROWSER, HOST_NO_VIEW (blame user)
 */
export async function runCall(options: CallOptions): Promise<number> {
  const apps = [{ name: APP, mcpUrl: options.mcpUrl }]
  if (options.screenshotFile === null) {
    const core = (await options.openCore())({ apps })
    try {
      return report(await call(core, options), null, options)
    } finally {
      await core.close()
    }
  }
  const pictured = await (await options.openPictured())({ apps })
  try {
    const entry = await call(pictured.core, options)
    const isShown = entry.instanceId !== null
    if (isShown) await pictured.takePicture(options.screenshotFile)
    else options.warn('No picture was taken: this call opened no view.')
    return report(entry, isShown ? options.screenshotFile : null, options)
  } finally {
    await pictured.close()
  }
}

async function call(core: CallCore, { mcpUrl, tool: name, arguments: args, isApproved, signal }: CallOptions): Promise<ToolEntry> {
  await untilStopped(core.connect(), signal)
  const [app] = core.getState().apps
  if (app?.status !== 'connected') {
    throw new AppError('CLI_NOT_CONNECTED', `Expected an MCP server at ${mcpUrl}: ${app?.problem ?? 'no answer'}`, { blame: 'user' })
  }
  const tool = app.tools.find((each) => each.name === name)
  if (tool === undefined) {
    const names = app.tools.map((each) => each.name).join(', ')
    throw new AppError('CLI_UNKNOWN_TOOL', `Expected the name of a tool of ${mcpUrl}, got "${name}". It has: ${names || 'none'}.`, { blame: 'user' })
  }
  if (tool.needsApproval && !isApproved) {
    const message = `"${name}" may change or delete something for good (its annotations do not rule it out). Run it again with --yes if that is meant.`
    throw new AppError('CLI_NEEDS_YES', message, { blame: 'user' })
  }
  const stop = (): void => core.stop()
  signal.addEventListener('abort', stop)
  const entryId = await core.callTool({ app: APP, tool: name, arguments: args, isApproved })
  await core.whenIdle()
  signal.removeEventListener('abort', stop)
  const entry = core.getState().conversation.entries.find(({ id }) => id === entryId)
  if (entry?.kind === 'tool') return entry
  throw new Error('The call has no entry.')
}

function report(entry: ToolEntry, screenshot: string | null, { isJson, print, warn }: CallOptions): number {
  const { result, error, tookMs } = entry
  if (isJson) {
    print(JSON.stringify({ tool: entry.tool, result, error, tookMs, screenshot }, null, 2))
  } else {
    for (const block of result?.content ?? []) print(typeof block['text'] === 'string' ? block['text'] : JSON.stringify(block))
    if (result?.structuredContent !== undefined) print(JSON.stringify(result.structuredContent, null, 2))
    if (screenshot !== null) print(`Picture: ${screenshot}`)
    if (error !== null) warn(`${entry.tool} failed (${error.kind}): ${error.message}`)
  }
  return error === null ? 0 : EXIT_FAILED
}
