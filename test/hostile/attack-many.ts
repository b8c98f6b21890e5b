import { Agent, request } from 'node:http'
import { seededRandom } from '../support/seeded-random.ts'
import { attack } from './grammar.ts'
import { SECRET } from './target-app.ts'
import type { TargetProcess } from './target-process.ts'

/** Attacks that run at once. */
const PARALLEL = 8
/** Milliseconds after which an attack counts as a hang. */
const HANG_MS = 10_000

export interface Finding {
  seed: number
  what: string
}

/** Sends attacks `from`..`to`, each made of its own seed; answers what went wrong: a 5xx, a hang, a leak, a dead process. */
export async function attackMany(target: TargetProcess, from: number, to: number): Promise<{ findings: Finding[]; statuses: Map<number, number> }> {
  const agent = new Agent({ keepAlive: true, maxSockets: PARALLEL })
  const findings: Finding[] = []
  const statuses = new Map<number, number>()
  let next = from
  await Promise.all(
    Array.from({ length: PARALLEL }, async () => {
      while (next < to && target.exitCode() === null) {
        const seed = next++
        const answer = await send(agent, seed, target.port)
        statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
        const what = faultOf(answer)
        if (what !== null) findings.push({ seed, what })
      }
    }),
  )
  agent.destroy()
  if (target.exitCode() !== null) findings.push({ seed: next, what: `the process ended with ${target.exitCode()}` })
  return { findings, statuses }
}

interface Answer {
  status: number
  text: string
  isFromBrokenRoute: boolean
}

function faultOf({ status, text, isFromBrokenRoute }: Answer): string | null {
  if (status === 0) return text
  // the route that throws answers 500, as it must
  if (status >= 500 && !isFromBrokenRoute) return `status ${status}: ${text.slice(0, 200)}`
  if (new RegExp(`${SECRET}|/srv/|node_modules|at .*\\.ts:\\d|select secret`).test(text)) return `leak: ${text.slice(0, 300)}`
  return null
}

function send(agent: Agent, seed: number, port: number): Promise<Answer> {
  const { method, path, headers, body } = attack(seededRandom(seed), port)
  const chunks = typeof body === 'string' ? [body] : (body ?? [])
  const length = typeof body === 'string' ? { 'Content-Length': String(Buffer.byteLength(body)) } : {}
  return new Promise((resolve) => {
    const isFromBrokenRoute = path === '/broken' && (method === 'GET' || method === 'HEAD')
    const lost = (why: string): void => resolve({ status: 0, text: why, isFromBrokenRoute })
    const options = { host: '127.0.0.1', port, method, path, agent, headers: { Host: `localhost:${port}`, ...length, ...headers } }
    const call = request(options, (answer) => {
      const received: Buffer[] = []
      const finish = (): void => {
        clearTimeout(timer)
        resolve({ status: answer.statusCode ?? 0, text: Buffer.concat(received).toString(), isFromBrokenRoute })
      }
      answer.on('data', (chunk: Buffer) => {
        received.push(chunk)
        // a stream of news has no end: what matters is that it began
        if (answer.headers['content-type'] === 'text/event-stream' && /"method":"notifications\/subscriptions/.test(chunk.toString())) {
          finish()
          answer.destroy()
        }
      })
      answer.on('end', finish)
      answer.on('error', () => finish())
    })
    const timer = setTimeout(() => {
      call.destroy()
      lost(`no answer within ${HANG_MS} ms`)
    }, HANG_MS)
    call.on('error', (error: NodeJS.ErrnoException) => {
      clearTimeout(timer)
      lost(`socket: ${error.code ?? error.message}`)
    })
    for (const chunk of chunks) call.write(chunk)
    call.end()
  })
}
