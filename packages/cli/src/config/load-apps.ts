import { existsSync, readdirSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '@lockstep/contract'
import { parsePort } from '../parse-command.ts'
import type { App } from './app.ts'
import { loadConfig } from './load-config.ts'

const CONFIG = 'lockstep.config.ts'

export interface Place {
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  /** False where nobody types prompts. Default true. */
  needsGolden?: boolean
}

/**
 * The apps a command is about: those at the given URLs, else those of ./lockstep.config.ts, else those of every apps/<name>/lockstep.config.ts.
 * A variable `<NAME>_PORT` moves an app's server.
 * @throws {AppError} CLI_NO_CONFIG, CLI_CONFIG_INVALID, CLI_APP_TWICE (blame user)
 */
export async function loadApps({ cwd, env, needsGolden = true }: Place, mcpUrls: readonly string[]): Promise<App[]> {
  const apps =
    mcpUrls.length > 0
      ? mcpUrls.map((url) => appAt(url, cwd))
      : (await Promise.all(findConfigs(cwd).map((file) => loadConfig(file, needsGolden)))).flat()
  const moved = apps.map((app) => ({ ...app, mcpUrl: withPort(app, env) }))
  refuseTwice(moved)
  return moved
}

function findConfigs(cwd: string): string[] {
  const own = path.join(cwd, CONFIG)
  if (existsSync(own)) return [own]
  const parent = path.join(cwd, 'apps')
  const names = existsSync(parent) ? readdirSync(parent).toSorted() : []
  const found = names.map((name) => path.join(parent, name, CONFIG)).filter((file) => existsSync(file))
  if (found.length > 0) return found
  throw new AppError(
    'CLI_NO_CONFIG',
    `Expected ${CONFIG} in ${cwd}, or in the folders of its apps/, and found none. Run this in the folder of an app, or name an MCP server: lockstep dev http://localhost:8000/mcp`,
    { blame: 'user' },
  )
}

function appAt(mcpUrl: string, cwd: string): App {
  const { host, pathname } = new URL(mcpUrl)
  return { name: `${host}${pathname === '/mcp' ? '' : pathname}`, mcpUrl, folder: cwd, server: null, views: [], golden: null, devAuth: null }
}

function withPort({ name, mcpUrl }: App, env: Place['env']): string {
  const variable = portVariable(name)
  const port = parsePort(variable, env[variable])
  if (port === null) return mcpUrl
  const url = new URL(mcpUrl)
  url.port = String(port)
  return url.href
}

/** The variable that moves an app's server: `CART_PORT` for `cart`. */
export function portVariable(name: string): string {
  return `${name.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_')}_PORT`
}

function refuseTwice(apps: readonly App[]): void {
  for (const key of ['name', 'mcpUrl'] as const) {
    const twice = apps.find((app, index) => apps.findIndex((other) => other[key] === app[key]) < index)
    if (!twice) continue
    throw new AppError('CLI_APP_TWICE', `Two apps have the same ${key}, "${twice[key]}". Give each its own in its ${CONFIG}.`, { blame: 'user' })
  }
}
