import { createServer, connect, type Socket } from 'node:net'

/** What is done to the bytes of one direction of every connection. */
export interface Weather {
  /** Milliseconds each chunk arrives late, and how much that varies to both sides. */
  latencyMs?: number
  jitterMs?: number
  bytesPerSecond?: number
  /** Chunks are cut to this size, with a moment between two of them. */
  sliceBytes?: number
  sliceEveryMs?: number
  /** Once so many bytes of a connection have passed, the rest is lost and both ends are closed. */
  cutAfterBytes?: number
  /** As `cutAfterBytes`, by a reset (RST) instead of an end. */
  resetAfterBytes?: number
  /** Bytes are taken and never delivered; nobody is told. */
  isBlackHole?: boolean
}

export interface TcpProxy {
  port: number
  url: string
  /** Holds for what is read from now on, on open connections too; `{}` = fine. */
  toServer: Weather
  toClient: Weather
  /** Where new connections go. */
  target: number
  /** Ends every open connection, by a reset when told so. */
  cut(how?: 'end' | 'reset'): void
  /** Connections accepted so far. */
  connections(): number
  close(): Promise<void>
}

/** A network of one's own on loopback, between a client and a server on `target`, as bad as it is told to be. */
export async function startTcpProxy(target: number, random: () => number = Math.random): Promise<TcpProxy> {
  const open = new Set<Socket>()
  let accepted = 0
  const server = createServer((client) => {
    accepted += 1
    const upstream = connect({ port: proxy.target, host: '127.0.0.1' })
    const hangUp = (how: 'end' | 'reset') => {
      for (const socket of [client, upstream]) {
        if (how === 'reset') socket.resetAndDestroy()
        else socket.destroy()
      }
    }
    for (const socket of [client, upstream]) {
      socket.setNoDelay(true)
      open.add(socket)
      socket.once('close', () => open.delete(socket))
      // what a broken connection means is for its two ends to say
      socket.once('error', () => hangUp('end'))
    }
    void carry(client, upstream, () => proxy.toServer, hangUp, random)
    void carry(upstream, client, () => proxy.toClient, hangUp, random)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const proxy: TcpProxy = {
    port,
    url: `http://127.0.0.1:${port}`,
    toServer: {},
    toClient: {},
    target,
    cut: (how = 'end') => {
      for (const socket of open) {
        if (how === 'reset') socket.resetAndDestroy()
        else socket.destroy()
      }
    },
    connections: () => accepted,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        proxy.cut()
      }),
  }
  return proxy
}

/** Reads from one end and writes to the other, chunk after chunk, so that order is kept whatever the delays are. */
async function carry(from: Socket, to: Socket, weather: () => Weather, hangUp: (how: 'end' | 'reset') => void, random: () => number): Promise<void> {
  let passed = 0
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      const due = Date.now() + delayOf(weather(), random)
      for (const piece of slices(chunk, weather())) {
        const now = weather()
        if (now.isBlackHole === true) continue
        await until(due)
        const left = Math.min(now.cutAfterBytes ?? Infinity, now.resetAfterBytes ?? Infinity) - passed
        if (piece.length >= left) {
          if (left > 0) to.write(piece.subarray(0, left))
          return hangUp(now.resetAfterBytes === undefined ? 'end' : 'reset')
        }
        passed += piece.length
        if (!to.write(piece)) await drained(to)
        await wait((now.sliceEveryMs ?? 0) + (now.bytesPerSecond === undefined ? 0 : (piece.length / now.bytesPerSecond) * 1000))
      }
    }
    to.end()
  } catch {
    // the connection broke: both ends learn it the same way
    hangUp('end')
  }
}

function delayOf({ latencyMs = 0, jitterMs = 0 }: Weather, random: () => number): number {
  return Math.max(0, latencyMs + (random() * 2 - 1) * jitterMs)
}

function slices(chunk: Buffer, { sliceBytes = chunk.length, bytesPerSecond }: Weather): Buffer[] {
  // a slow line delivers little by little, not all at the end
  const size = Math.max(1, Math.min(sliceBytes, bytesPerSecond === undefined ? chunk.length : Math.ceil(bytesPerSecond / 20)))
  return Array.from({ length: Math.ceil(chunk.length / size) }, (_, index) => chunk.subarray(index * size, (index + 1) * size))
}

function until(time: number): Promise<void> {
  return wait(time - Date.now())
}

function wait(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms))
}

/** Room to write again, or nobody left to write to. */
function drained(to: Socket): Promise<void> {
  return new Promise((resolve) => {
    to.once('drain', resolve)
    to.once('close', () => resolve())
  })
}
