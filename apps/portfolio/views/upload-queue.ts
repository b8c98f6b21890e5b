import type { UploadAddress } from '../shared/tool-types.ts'

/** Files on their way at once. */
const AT_ONCE = 3

/** What a file is at: given to the host, its address asked for, its bytes fetched, its bytes stored. */
export type UploadStep = 'waiting' | 'host' | 'address' | 'bytes' | 'storing'

/** One file on its way into the project; a failed one keeps its place until it is tried again or taken off. */
export interface UploadRow {
  /** Stable; fit for React's `key`. */
  readonly key: string
  readonly name: string
  readonly state: 'running' | 'failed' | 'done'
  readonly step: UploadStep
  /** Of the bytes stored; null where it is not known. */
  readonly percent: number | null
  /** Why it failed, or what is worth saying of a file that is done. */
  readonly message: string | null
}

/** A file that the person gave (`file`), or one that the host has already (`fileId`). */
export interface UploadSource {
  readonly name: string
  readonly contentType: string
  readonly file: File | null
  readonly fileId: string | null
}

export interface UploadWish {
  readonly fileId: string
  readonly name: string
  readonly contentType: string
  readonly bytes: number
}

/** The world around the queue. Each rejects with an Error whose message is for the person. */
export interface UploadPorts {
  newId(prefix: string): string
  /** Answers the host's id of the file. */
  sendToHost(file: File, signal: AbortSignal): Promise<string>
  /** Each attempt has an operation id of its own: an address takes bytes once. */
  askAddress(wish: UploadWish, operationId: string): Promise<UploadAddress>
  download(fileId: string, signal: AbortSignal): Promise<Blob>
  put(
    address: UploadAddress,
    bytes: Blob,
    contentType: string,
    onPercent: (percent: number) => void,
    signal: AbortSignal,
  ): Promise<{ isDuplicate: boolean }>
  /** A photo more is in the project. */
  onStored(name: string): void
}

export interface UploadQueue {
  getState(): readonly UploadRow[]
  subscribe(listener: () => void): () => void
  add(sources: readonly UploadSource[]): void
  retry(key: string): void
  /** Takes it off the list, and gives up what is still on its way. A photo that is stored stays. */
  remove(key: string): void
}

interface Job {
  source: UploadSource
  fileId: string | null
  abort: AbortController
}

/** Files that go into the project a few at a time, each with a state of its own: one bad file takes no other with it. */
export function createUploadQueue(ports: UploadPorts): UploadQueue {
  const listeners = new Set<() => void>()
  const jobs = new Map<string, Job>()
  let rows: readonly UploadRow[] = []

  function show(next: readonly UploadRow[]): void {
    rows = next
    for (const listener of [...listeners]) listener()
  }

  function change(key: string, part: Partial<UploadRow>): void {
    show(rows.map((row) => (row.key === key ? { ...row, ...part } : row)))
  }

  function begin(): void {
    const busy = rows.filter(({ state, step }) => state === 'running' && step !== 'waiting').length
    const waiting = rows.filter(({ state, step }) => state === 'running' && step === 'waiting').slice(0, Math.max(0, AT_ONCE - busy))
    for (const { key } of waiting) {
      const job = jobs.get(key)
      if (job !== undefined) void run(key, job)
    }
  }

  async function run(key: string, job: Job): Promise<void> {
    const { signal } = job.abort
    const { name } = job.source
    try {
      const { isDuplicate } = await carry(key, job)
      if (signal.aborted) return
      jobs.delete(key)
      if (isDuplicate) change(key, { state: 'done', message: 'This photo is in the project already.' })
      else show(rows.filter((row) => row.key !== key))
      ports.onStored(name)
    } catch (error) {
      if (!signal.aborted) change(key, { state: 'failed', percent: null, message: error instanceof Error ? error.message : String(error) })
    } finally {
      begin()
    }
  }

  async function carry(key: string, job: Job): Promise<{ isDuplicate: boolean }> {
    const { source, abort } = job
    if (job.fileId === null && source.file !== null) {
      change(key, { step: 'host' })
      job.fileId = await ports.sendToHost(source.file, abort.signal)
    }
    const fileId = job.fileId ?? ''
    change(key, { step: 'bytes' })
    const bytes = await bytesOf(source, fileId, abort.signal)
    change(key, { step: 'address' })
    const contentType = source.contentType === '' ? bytes.type : source.contentType
    const address = await ports.askAddress({ fileId, name: source.name, contentType, bytes: bytes.size }, ports.newId('op_'))
    abort.signal.throwIfAborted()
    change(key, { step: 'storing', percent: 0 })
    return ports.put(address, bytes, contentType, (percent) => change(key, { percent }), abort.signal)
  }

  /** As the host has them; what the person gave is at hand, should the host not give it back. */
  function bytesOf({ file }: UploadSource, fileId: string, signal: AbortSignal): Promise<Blob> {
    const fetched = ports.download(fileId, signal)
    return file === null ? fetched : fetched.catch(() => file)
  }

  return {
    getState: () => rows,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    add: (sources) => {
      const added = sources.map((source): UploadRow => {
        const key = ports.newId('f_')
        jobs.set(key, { source, fileId: source.fileId, abort: new AbortController() })
        return { key, name: source.name, state: 'running', step: 'waiting', percent: null, message: null }
      })
      show([...rows, ...added])
      begin()
    },
    retry: (key) => {
      const row = rows.find((one) => one.key === key)
      if (row?.state !== 'failed') return
      change(key, { state: 'running', step: 'waiting', message: null })
      begin()
    },
    remove: (key) => {
      jobs.get(key)?.abort.abort()
      jobs.delete(key)
      show(rows.filter((row) => row.key !== key))
      begin()
    },
  }
}
