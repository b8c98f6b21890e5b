import { execFile, fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freePort } from '../support/free-port.ts'
import { told, type Told } from '../once/set-up.ts'
import { documentFiles } from './document-files.ts'

const root = join(import.meta.dirname, '..', '..')
const run = promisify(execFile)
const [file] = documentFiles(readFileSync(join(root, 'docs', 'safe-writes.md'), 'utf8'))

let folder = ''
let child: ChildProcess | undefined
let client: Client

/** The document's file, inside the workspace but outside what is checked and kept, started as an app is. */
beforeAll(async () => {
  mkdirSync(join(root, '.lockstep'), { recursive: true })
  folder = mkdtempSync(join(root, '.lockstep', 'papers-'))
  writeFileSync(join(folder, 'main.ts'), file?.text ?? '')
  const port = await freePort()
  child = fork(join(folder, 'main.ts'), {
    execArgv: ['--conditions=@lockstep/source'],
    env: { ...process.env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  await once(child, 'message')
  client = new Client({ name: 'test', version: '1.0.0' }, { versionNegotiation: { mode: 'auto' } })
  await client.connect(new StreamableHTTPClientTransport(new URL(`http://localhost:${port}/mcp`)))
}, 60_000)

afterAll(async () => {
  await client?.close()
  child?.kill('SIGKILL')
  if (folder !== '') rmSync(folder, { recursive: true, force: true })
})

const call = async (name: string, args: Record<string, unknown>): Promise<Told> => told(await client.callTool({ name, arguments: args }))

test('its code type-checks under the rules of the repository', async () => {
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ extends: '../../tsconfig.check.json', include: ['.'] }))
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  const { stdout } = await run(process.execPath, [tsc, '-p', folder, '--pretty', 'false', '--listFiles'])
  expect(stdout).toContain(join(folder, 'main.ts'))
}, 60_000)

test('S1.D.1 S2.X.1 what the page says of repeats is so', async () => {
  const booked = { name: 'Ada', operationId: 'a-click-of-ada-number-1' }
  expect(await call('book_seat', booked)).toMatchObject({ isError: false, replayed: false, model: { revision: 1, seats: 1 } })
  expect(await call('book_seat', booked)).toMatchObject({ replayed: true, model: { revision: 1, seats: 1 } })
  expect(await call('book_seat', { ...booked, name: 'Grace' })).toMatchObject({ code: 'operation_conflict' })
  expect(await call('book_seat', { ...booked, operationId: 'a-click-of-ada-number-2' })).toMatchObject({ replayed: false, model: { seats: 2 } })
})

test('S1.D.3 what it says of questions is so', async () => {
  await call('book_seat', { name: 'Grace', operationId: 'a-click-of-grace-number-1' })
  const asked = await call('cancel_booking', { name: 'Grace' })
  expect(asked).toMatchObject({ code: 'confirmation_required', error: { question: 'Cancel the 1 seats of Grace?' } })
  const confirmation = String(asked.error['confirmation'])
  await call('book_seat', { name: 'Grace', operationId: 'a-click-of-grace-number-2' })
  const again = await call('cancel_booking', { name: 'Grace', confirmation })
  expect(again).toMatchObject({ code: 'confirmation_required', error: { reason: 'changed', question: 'Cancel the 2 seats of Grace?' } })
  const agreed = { name: 'Grace', confirmation: String(again.error['confirmation']) }
  expect(await call('cancel_booking', agreed)).toMatchObject({ isError: false, replayed: false, model: { seats: 0 } })
  expect(await call('cancel_booking', agreed)).toMatchObject({ isError: false, replayed: true, model: { seats: 0 } })
})
