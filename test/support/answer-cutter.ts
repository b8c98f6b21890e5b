import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

export interface AnswerCutter {
  port: number
  /** Hangs up, from now on, on who is about to get an answer with this text in it, and does not pass it on; null = passes everything again. */
  cutBefore: (text: string | null) => void
  close: () => Promise<void>
}

/** A TCP road to a server on loopback that can lose an answer, as a network does: the server has done its work, and nobody hears of it. */
export async function startAnswerCutter(serverPort: number): Promise<AnswerCutter> {
  let forbidden: string | null = null
  const sockets = new Set<Socket>()
  const road = createServer((near) => {
    const far = connect(serverPort, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    near.on('data', (chunk: Buffer) => far.write(chunk))
    far.on('data', (chunk: Buffer) => {
      if (forbidden !== null && chunk.includes(forbidden)) near.destroy()
      else near.write(chunk)
    })
  })
  await new Promise<void>((resolve) => road.listen(0, '127.0.0.1', resolve))
  return {
    port: (road.address() as AddressInfo).port,
    cutBefore: (text) => {
      forbidden = text
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => road.close(() => resolve()))
    },
  }
}
