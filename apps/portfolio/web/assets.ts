import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'

interface Asset {
  text: string
  type: string
}

const TYPES = { '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8' } as const

const assets = new Map<string, Asset>()
/** Paths of what pages load; each changes with its content, so that it may be kept for ever. */
export const PAGES_CSS = register('pages', '.css')
export const COMPARE_JS = register('compare', '.js')
export const UPLOADER_JS = register('uploader', '.js')

/** Null when there is none of this name. */
export function assetOf(name: string): Asset | null {
  return assets.get(name) ?? null
}

function register(name: string, ending: keyof typeof TYPES): string {
  const text = readFileSync(path.join(import.meta.dirname, 'static', `${name}${ending}`), 'utf8')
  const served = `${name}.${createHash('sha256').update(text).digest('hex').slice(0, 12)}${ending}`
  assets.set(served, { text, type: TYPES[ending] })
  return `/assets/${served}`
}
