import { connect } from 'node:net'

/** Milliseconds without an answer after which the socket is given up. */
const SILENCE_MS = 8_000

/** Sends these very bytes and answers all that came until the other side closed; '' when it closed without a word. */
export function sendBytes(port: number, bytes: string, silenceMs = SILENCE_MS): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(bytes, 'latin1'))
    socket.setTimeout(silenceMs, () => socket.destroy(new Error(`expected an answer or an end within ${silenceMs} ms`)))
    socket.on('data', (chunk: Buffer) => chunks.push(chunk))
    // a refused sender is cut off as a rule; what counts is what it was told before
    socket.on('error', (error) => (chunks.length > 0 || 'code' in error ? resolve(Buffer.concat(chunks).toString()) : reject(error)))
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
  })
}

/** The status of each answer in what came back. */
export function statusesOf(text: string): number[] {
  return [...text.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
}
