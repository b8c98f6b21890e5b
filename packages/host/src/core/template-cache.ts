import { isDeepStrictEqual } from 'node:util'
import type { HostClock } from './clock.ts'
import type { UiResource, UiResourceReading } from './ui-resource.ts'

/** Milliseconds that ChatGPT keeps a template. @see developers.openai.com, app submission guidelines (checked 2026-11-21) */
export const TEMPLATE_CACHE_MS = 60 * 60 * 1000

/** A template, with when it was read (milliseconds since 1970) and whether the server gave another one since. */
export type TemplateReading = UiResourceReading & { readAt: number; isStale: boolean }

export interface TemplateCacheOptions {
  clock: HostClock
  /** Reads it from the server; never throws. */
  read(app: string, uri: string): Promise<UiResourceReading>
  /** `hour`: as ChatGPT does; `fresh`: each view reads it anew. */
  mode(): 'fresh' | 'hour'
  /** Id of the platform played: each reads a resource in its own way. */
  platform(): string
  /** The server gave another template than it did before. */
  onChange(app: string, uri: string, latest: UiResource): void
}

/** Templates by app and URI, as ChatGPT keeps them: the address is the key, so a change under the same address is not seen for an hour. */
export interface TemplateCache {
  /** From the cache when the mode has one, else from the server. What came from the cache is compared with the server's answer afterwards. */
  read(app: string, uri: string): Promise<TemplateReading>
  /** Reads it from the server whatever the mode. */
  refresh(app: string, uri: string): Promise<TemplateReading>
}

export function createTemplateCache(options: TemplateCacheOptions): TemplateCache {
  const { clock } = options
  const kept = new Map<string, { reading: UiResourceReading; readAt: number }>()
  /** What the server said last, which need not be what is kept. */
  const latest = new Map<string, UiResourceReading>()
  const keyOf = (app: string, uri: string): string => `${options.platform()}\n${app}\n${uri}`

  async function ask(app: string, uri: string): Promise<UiResourceReading> {
    const key = keyOf(app, uri)
    const reading = await options.read(app, uri)
    // A server that cannot be reached says nothing about its template.
    if (!reading.ok) return reading
    const before = latest.get(key)
    latest.set(key, reading)
    if (before !== undefined && !isDeepStrictEqual(before, reading)) options.onChange(app, uri, reading.resource)
    return reading
  }

  async function refresh(app: string, uri: string): Promise<TemplateReading> {
    const reading = await ask(app, uri)
    const readAt = clock.now()
    if (reading.ok) kept.set(keyOf(app, uri), { reading, readAt })
    return { ...reading, readAt, isStale: false }
  }

  return {
    refresh,
    async read(app, uri) {
      const known = kept.get(keyOf(app, uri))
      if (options.mode() === 'fresh' || known === undefined || clock.now() - known.readAt >= TEMPLATE_CACHE_MS) return refresh(app, uri)
      void ask(app, uri)
      return { ...known.reading, readAt: known.readAt, isStale: !isDeepStrictEqual(latest.get(keyOf(app, uri)), known.reading) }
    },
  }
}
