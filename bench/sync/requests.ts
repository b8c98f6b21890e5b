import { atMost, type Measure } from '../harness/measure.ts'
import { countClicks, countHeal, type Count } from './count-requests.ts'
import { measureWireBytes, type Exchange } from './wire-bytes.ts'

const ROUND_TRIPS_MS = [0, 20, 80, 150, 300, 700, 1_500]
const OFFLINE_MS = 600_000
const BURST_REQUESTS_MAX = 6
const HEAL_REQUESTS_MAX = 2
/** Bytes. @see sync-protocol 6.2 */
const UP_BASE_MAX = 300
const UP_PER_LINE_MAX = 60
const BOTH_WAYS_TEN_LINES_MAX = 2_000
const UNCHANGED_POLL_MAX = 120

/** Requests of bursts and of a healed network, over round trips from none to very slow; the worst counts. */
export async function measureRequests(): Promise<Measure[]> {
  const clicks = async (count: number) =>
    Promise.all(ROUND_TRIPS_MS.map((rttMs) => countClicks({ clicks: count, withinMs: count === 1 ? 20 : 2_000, rttMs })))
  const heals = await Promise.all(
    (['refuses', 'swallows', 'loses-answers'] as const).flatMap((network) =>
      [true, false].map((isToldOnline) => countHeal({ edits: 200, offlineMs: OFFLINE_MS, rttMs: 80, network, isToldOnline })),
    ),
  )
  return [
    requestCount('requests.burst', '100 clicks in 2 s: requests', await clicks(100), BURST_REQUESTS_MAX),
    requestCount('requests.one-click', 'one click: requests', await clicks(1), 1),
    requestCount('requests.heal', '200 edits in 10 min offline: requests when it is back', heals, HEAL_REQUESTS_MAX),
  ]
}

/** Bytes of one click's sync by both doors, and of a poll that finds nothing, on the real cart server. */
export async function measureBytes(sizes: readonly number[]): Promise<Measure[]> {
  const measured = await measureWireBytes(sizes)
  const ups = measured.map(({ lines, tool, http }) =>
    byteCount(`bytes.up-${lines}`, `sync of ${lines} lines: bytes up`, Math.max(tool.sync.up, http.sync.up), UP_BASE_MAX + UP_PER_LINE_MAX * lines, {
      tool,
      http,
    }),
  )
  const tenLines = measured.filter(({ lines }) => lines === 10)
  return [
    ...ups,
    ...tenLines.flatMap(({ tool, http }) => [
      byteCount('bytes.both-ways-tool', 'sync of 10 lines by the tool: bytes both ways', bothWays(tool.sync), BOTH_WAYS_TEN_LINES_MAX, tool),
      byteCount('bytes.both-ways-http', 'sync of 10 lines by HTTP: bytes both ways', bothWays(http.sync), BOTH_WAYS_TEN_LINES_MAX, http),
      {
        ...byteCount(
          'bytes.unchanged-poll',
          'poll that finds nothing new: bytes of its answer',
          Math.max(tool.poll.answer, http.poll.answer),
          UNCHANGED_POLL_MAX,
          { tool, http },
        ),
        note: `the whole tool result ${tool.poll.down} B`,
      },
    ]),
  ]
}

function bothWays({ up, down }: Exchange): number {
  return up + down
}

function requestCount(id: string, what: string, counts: readonly Count[], limit: number): Measure {
  const requests = counts.map((count) => count.requests)
  const wrong = counts.filter(({ arrived, edits }) => arrived !== edits).length
  // a run that lost or doubled an edit has no good figure
  const value = wrong === 0 ? Math.max(...requests) : Number.POSITIVE_INFINITY
  const note = wrong === 0 ? `worst of ${counts.length}: ${requests.join(', ')}` : `${wrong} of ${counts.length} runs lost or doubled edits`
  return { id, what, value, unit: '', interval: null, target: atMost(limit, 'count'), note, details: { counts } }
}

function byteCount(id: string, what: string, value: number, limit: number, details: object): Measure {
  return { id, what, value, unit: 'B', interval: null, target: atMost(limit, 'count'), note: '', details: { ...details } }
}
