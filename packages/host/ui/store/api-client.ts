import { isRecord } from '@lockstep/contract'
import {
  BOOT_ELEMENT_ID,
  FILE_HEADER,
  TOKEN_HEADER,
  type FileUpload,
  type FileUploadAnswer,
  type HostCommands,
  type HostReads,
} from '../../src/api/host-state.ts'

export interface Failure {
  code: string
  message: string
  path?: string
}
export type Reply<Answer> = { ok: true; answer: Answer } | { ok: false; failure: Failure }

export type CommandPath = keyof HostCommands
export type InstancePath = Extract<CommandPath, `${string}:id${string}`>

export interface ApiClient {
  /** Never rejects: a failure is a value. */
  post<Path extends Exclude<CommandPath, InstancePath>>(path: Path, body: HostCommands[Path]['body']): Promise<Reply<HostCommands[Path]['answer']>>
  postTo<Path extends InstancePath>(path: Path, instanceId: string, body: HostCommands[Path]['body']): Promise<Reply<HostCommands[Path]['answer']>>
  /** Brings bytes: a view's wait for its own message, the person's are in the library at once. */
  sendFile(file: Blob, about: FileUpload): Promise<Reply<FileUploadAnswer>>
  /** What is read and not commanded. Never rejects. */
  get<Path extends keyof HostReads>(path: Path, value?: number): Promise<Reply<HostReads[Path]>>
  /** The raw event stream. Rejects when the backend is not there. */
  openEvents(signal: AbortSignal): Promise<Response>
}

/** The token the backend wrote into this page; empty when the page was served by something else. */
export function readToken(document: Document): string {
  const text = document.getElementById(BOOT_ELEMENT_ID)?.textContent
  const boot: unknown = text ? JSON.parse(text) : null
  return isRecord(boot) && typeof boot['token'] === 'string' ? boot['token'] : ''
}

export function createApiClient(token: string): ApiClient {
  const headers = { [TOKEN_HEADER]: token }

  async function call<Answer>(path: string, init: RequestInit): Promise<Reply<Answer>> {
    try {
      const response = await fetch(path, init)
      const body: unknown = await response.json()
      // The backend is this package's own: its answers have the shape that `HostCommands` promises.
      return response.ok ? { ok: true, answer: body as Answer } : { ok: false, failure: readFailure(body, response.status) }
    } catch {
      return { ok: false, failure: { code: 'unreachable', message: 'The local ChatGPT did not answer. Is it still running?' } }
    }
  }
  const post = <Answer>(path: string, body: unknown): Promise<Reply<Answer>> =>
    call(path, { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) })

  return {
    get: (path, value = 0) => call(path.replace(':value', String(value)), { headers, cache: 'no-store' }),
    post,
    postTo: (path, instanceId, body) => post(path.replace(':id', encodeURIComponent(instanceId)), body),
    sendFile: (file, about) =>
      call('/api/files', {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/octet-stream', [FILE_HEADER]: encodeURIComponent(JSON.stringify(about)) },
        body: file,
      }),
    openEvents: (signal) => fetch('/api/events', { headers, signal, cache: 'no-store' }),
  }
}

function readFailure(body: unknown, status: number): Failure {
  const error = isRecord(body) && isRecord(body['error']) ? body['error'] : {}
  const { code, message, path } = error
  return {
    code: typeof code === 'string' ? code : String(status),
    message: typeof message === 'string' ? message : `The local ChatGPT answered with status ${status}.`,
    ...(typeof path === 'string' ? { path } : {}),
  }
}
