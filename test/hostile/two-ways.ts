import type { App, AppOptions, Ids } from '@lockstep/server'
import pino from 'pino'
import { rawRequest, type RawAnswer, type RawRequest } from '../../packages/server/src/testing/raw-request.ts'

/** Headers that say how the bytes travelled, and nothing of what they say. */
const OF_THE_ROAD = ['date', 'content-length', 'transfer-encoding', 'connection', 'keep-alive']
const NOW = 1_795_000_000_000

export interface TwoWays {
  /** The same request to both; answers what each said, in a form that can be compared. */
  ask(request: Omit<RawRequest, 'port'>): Promise<{ short: Told; sdk: Told }>
  close(): Promise<void>
}

export interface Told {
  status: number
  headers: Record<string, unknown>
  /** Messages of the stream or the one body; text where it is no JSON. */
  messages: unknown[]
}

/** One app twice: the first answers plain requests the short way, the second hands every request to the SDK. Ids and time are the same in both. */
export async function openTwoWays(create: (more: Partial<AppOptions>) => App, mcp: AppOptions['mcp'] = {}): Promise<TwoWays> {
  const open = async (shortWay: boolean) =>
    create({
      ids: countedIds(),
      clock: { now: () => NOW },
      logger: pino({ level: 'silent' }),
      secret: 'a secret of these tests',
      mcp: { ...mcp, shortWay },
    }).listen({
      port: 0,
    })
  const [short, sdk] = await Promise.all([open(true), open(false)])
  return {
    ask: async (request) => {
      const [first, second] = await Promise.all([rawRequest({ ...request, port: short.port }), rawRequest({ ...request, port: sdk.port })])
      return { short: toldOf(first), sdk: toldOf(second) }
    },
    close: async () => {
      await Promise.all([short.close(), sdk.close()])
    },
  }
}

function countedIds(): Ids {
  let count = 0
  return { newId: (prefix) => `${prefix}_${String(++count).padStart(22, '0')}` }
}

function toldOf({ status, headers, text }: RawAnswer): Told {
  const kept = Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_THE_ROAD.includes(name)))
  const events = [...text.matchAll(/^data: (.+)$/gm)].map(([, data = '']) => data)
  const parts = String(headers['content-type']).startsWith('text/event-stream') ? events : [text]
  return { status, headers: kept, messages: parts.map(parsed) }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}
