import { expect, test, vi } from 'vitest'
import type { UploadAddress } from '../shared/tool-types.ts'
import { createUploadQueue, type UploadPorts, type UploadSource } from './upload-queue.ts'

const ADDRESS: UploadAddress = {
  file_name: 'a.png',
  upload_url: 'http://files.test/u/1',
  method: 'PUT',
  max_bytes: 10,
  expires_at: '2026-11-21T22:00:00.000Z',
  good_for_ms: 1_000,
}

function setUp(ports: Partial<UploadPorts> = {}) {
  let id = 0
  const stored: string[] = []
  const puts: Array<{ text: string; operationId: string }> = []
  let operation = ''
  const queue = createUploadQueue({
    newId: (prefix) => `${prefix}${(id += 1)}`,
    sendToHost: async (file) => `file_${file.name}`,
    askAddress: async (_wish, operationId) => {
      operation = operationId
      return ADDRESS
    },
    download: async (fileId) => new Blob([`bytes of ${fileId}`], { type: 'image/png' }),
    put: async (_address, bytes) => {
      puts.push({ text: await bytes.text(), operationId: operation })
      return { isDuplicate: false }
    },
    onStored: (name) => stored.push(name),
    ...ports,
  })
  const states = () => queue.getState().map(({ name, state, message }) => [name, state, message].filter((part) => part !== null).join(': '))
  return { queue, stored, puts, states }
}

const file = (name: string): UploadSource => ({ name, contentType: 'image/png', file: new File(['own'], name), fileId: null })

test('S2.D.1 S2.D.3 a file goes to the host, its bytes come back from there and are stored at an address of its own', async () => {
  const { queue, stored, puts } = setUp()
  queue.add([file('a.png')])
  await vi.waitFor(() => expect(stored).toEqual(['a.png']))
  expect(puts.map(({ text }) => text)).toEqual(['bytes of file_a.png'])
  expect(queue.getState()).toEqual([])
})

test('a file that the host already has is not sent to it again', async () => {
  const sendToHost = vi.fn(async () => 'never')
  const { queue, puts } = setUp({ sendToHost })
  queue.add([{ name: 'b.png', contentType: 'image/png', file: null, fileId: 'file_b' }])
  await vi.waitFor(() => expect(puts.map(({ text }) => text)).toEqual(['bytes of file_b']))
  expect(sendToHost).not.toHaveBeenCalled()
})

test('what the host does not give back is at hand, where the person gave it', async () => {
  const { queue, puts } = setUp({ download: () => Promise.reject(new Error('gone')) })
  queue.add([file('a.png')])
  await vi.waitFor(() => expect(puts.map(({ text }) => text)).toEqual(['own']))
})

test('S2.D.7 each step’s failure stands beside its file, Retry goes on with an address of its own, and no other file is held up', async () => {
  const failing = new Set(['a.png'])
  const { queue, stored, puts, states } = setUp({
    askAddress: async ({ name }) => {
      if (failing.has(name)) throw new Error('The address has expired.')
      return ADDRESS
    },
  })
  queue.add([file('a.png'), file('b.png')])
  await vi.waitFor(() => expect(states()).toEqual(['a.png: failed: The address has expired.']))
  expect(stored).toEqual(['b.png'])
  failing.clear()
  const [row] = queue.getState()
  queue.retry(row?.key ?? '')
  await vi.waitFor(() => expect(stored).toEqual(['b.png', 'a.png']))
  expect(puts).toHaveLength(2)
})

test('every attempt asks under an operation id of its own, because an address takes bytes once', async () => {
  const asked: string[] = []
  let isDown = true
  const { queue, states } = setUp({
    askAddress: async (_wish, operationId) => {
      asked.push(operationId)
      return ADDRESS
    },
    put: async () => {
      if (isDown) throw new Error('The storage is away.')
      return { isDuplicate: true }
    },
  })
  queue.add([file('a.png')])
  await vi.waitFor(() => expect(states()).toEqual(['a.png: failed: The storage is away.']))
  isDown = false
  queue.retry(queue.getState()[0]?.key ?? '')
  await vi.waitFor(() => expect(states()).toEqual(['a.png: done: This photo is in the project already.']))
  expect(new Set(asked).size).toBe(2)
})

test('a file that was cancelled is stored no more, and makes room', async () => {
  let release: () => void = () => undefined
  const put = vi.fn(async () => ({ isDuplicate: false }))
  const { queue, stored } = setUp({
    askAddress: () =>
      new Promise((resolve) => {
        release = () => resolve(ADDRESS)
      }),
    put,
  })
  queue.add([file('a.png')])
  await vi.waitFor(() => expect(queue.getState()[0]?.step).toBe('address'))
  queue.remove(queue.getState()[0]?.key ?? '')
  release()
  await Promise.resolve()
  expect(queue.getState()).toEqual([])
  expect([stored, put.mock.calls]).toEqual([[], []])
})

test('three at once, the others wait for their turn', async () => {
  const releases: Array<() => void> = []
  const { queue, stored } = setUp({ put: () => new Promise((resolve) => releases.push(() => resolve({ isDuplicate: false }))) })
  queue.add(['a', 'b', 'c', 'd'].map((name) => file(name)))
  await vi.waitFor(() => expect(releases).toHaveLength(3))
  expect(queue.getState().map(({ step }) => step)).toEqual(['storing', 'storing', 'storing', 'waiting'])
  releases[0]?.()
  await vi.waitFor(() => expect(releases).toHaveLength(4))
  for (const release of releases) release()
  await vi.waitFor(() => expect(stored).toHaveLength(4))
})
