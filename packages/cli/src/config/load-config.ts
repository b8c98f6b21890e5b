import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { AppError } from '@lockstep/contract'
import { lockstepConfigSchema, type AppConfig } from '@lockstep/contract/config'
import { goldenSchema, type Golden } from '@lockstep/contract/golden'
import type { App } from './app.ts'

/**
 * Reads a lockstep.config.ts: a module whose default export is `{ apps: [...] }`. Paths in it are relative to it.
 * @throws {AppError} CLI_CONFIG_INVALID (blame user), naming the file and the field
 */
export async function loadConfig(file: string, needsGolden: boolean): Promise<App[]> {
  const parsed = lockstepConfigSchema.safeParse(await importDefault(file))
  if (!parsed.success) throw invalid(file, issueLines(parsed.error.issues))
  const folder = path.dirname(file)
  return Promise.all(parsed.data.apps.map((config) => toApp(config, folder, needsGolden)))
}

async function toApp({ name, mcpUrl, server, views, golden, devAuth }: AppConfig, folder: string, needsGolden: boolean): Promise<App> {
  return {
    name,
    mcpUrl,
    folder,
    server: server === undefined ? null : path.resolve(folder, server),
    views: Object.entries(views).map(([view, entry]) => ({
      name: view,
      entry: path.resolve(folder, entry),
      outFile: path.join(folder, 'dist', 'views', `${view}.html`),
    })),
    golden: golden === undefined || !needsGolden ? null : await readGolden(path.resolve(folder, golden)),
    devAuth: devAuth === false ? null : devAuth === true ? {} : devAuth,
  }
}

async function importDefault(file: string): Promise<unknown> {
  try {
    const loaded: { default?: unknown } = await import(pathToFileURL(file).href)
    return loaded.default
  } catch (error) {
    throw invalid(file, [`it does not load: ${error instanceof Error ? error.message : String(error)}`], error)
  }
}

async function readGolden(file: string): Promise<Golden> {
  let content: unknown
  try {
    content = JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw invalid(file, [error instanceof Error ? error.message : String(error)], error)
  }
  const parsed = goldenSchema.safeParse(content)
  if (!parsed.success) throw invalid(file, issueLines(parsed.error.issues))
  return parsed.data
}

function issueLines(issues: ReadonlyArray<{ path: readonly PropertyKey[]; message: string }>): string[] {
  return issues.map(({ path: keys, message }) => `${keys.length === 0 ? 'default export' : keys.join('.')}: ${message}`)
}

function invalid(file: string, reasons: readonly string[], cause?: unknown): AppError {
  const list = reasons.map((reason) => `\n  ${reason}`).join('')
  return new AppError('CLI_CONFIG_INVALID', `${file} is not as it should be:${list}\nCorrect it and run this again.`, { blame: 'user', cause })
}
