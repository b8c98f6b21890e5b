import { describe, expect, it } from 'vitest'
import { readUpload } from './view-upload.ts'

const file = new File(['hello'], 'hello.txt', { type: 'text/plain' })

describe('an upload of a view', () => {
  it('S2.A.4 is told from other messages, and its file is replaced by the id of the brought bytes', () => {
    const upload = readUpload({ jsonrpc: '2.0', id: 'u1', method: 'openai/uploadFile', params: { args: [{ library: true }], file } })
    expect(upload?.file).toBe(file)
    expect(upload?.name).toBe('hello.txt')
    expect(upload?.withStaged('staged_1')).toEqual({
      jsonrpc: '2.0',
      id: 'u1',
      method: 'openai/uploadFile',
      params: { args: [{ library: true }], staged: 'staged_1' },
    })
  })

  it.each([
    { jsonrpc: '2.0', id: 1, method: 'openai/uploadFile', params: { args: [] } },
    { jsonrpc: '2.0', id: 1, method: 'openai/uploadFile', params: { args: [], file: { size: 5 } } },
    { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { file } },
    { jsonrpc: '2.0', method: 'openai/uploadFile', params: { file } },
    'text',
  ])('S2.A.4 what is no upload goes the way of all messages: %j', (data) => {
    expect(readUpload(data)).toBeNull()
  })
})
