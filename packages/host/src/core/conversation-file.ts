import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { isRecord } from '@lockstep/contract'
import type { HostSettings } from '../api/host-state.ts'
import type { HostClock } from './clock.ts'
import type { Conversation } from './conversation.ts'
import { createConversation } from './conversation.ts'

/** What outlives the host's process. */
export interface SavedHost {
  subject: string
  settings: Partial<HostSettings>
  conversation: Conversation
}

export interface LoadedHost {
  /** Null when there is none, or none that this version can read. */
  saved: SavedHost | null
  /** Why a file that is there was not read, and what became of it, for people; null when nothing is amiss. */
  problem: string | null
}

export interface ConversationFile {
  /** Never throws. A file that cannot be read as a conversation is set aside, because the next save would replace it. */
  load(): Promise<LoadedHost>
  /** Writes soon; many changes in a row are one write. */
  save(host: SavedHost): void
  flush(): Promise<void>
}

const FILE_NAME = 'conversation.json'
/** Grows when a member of an entry or a view is added that a reader needs. */
const FILE_VERSION = 2
/** Milliseconds a change may wait for others before it is written. */
const SAVE_DELAY_MS = 200

/** One JSON file in `dataDir`, replaced as a whole by a rename, so that a crash leaves either the old or the new one. */
export function createConversationFile(dataDir: string, clock: HostClock): ConversationFile {
  const path = join(dataDir, FILE_NAME)
  let waiting: SavedHost | null = null
  let timer: unknown = null
  let writing: Promise<void> = Promise.resolve()

  async function write(): Promise<void> {
    if (waiting === null) return
    const host = waiting
    waiting = null
    await mkdir(dataDir, { recursive: true })
    await writeFile(`${path}.new`, JSON.stringify({ version: FILE_VERSION, ...host }), { mode: 0o600 })
    await rename(`${path}.new`, path)
  }

  function flush(): Promise<void> {
    if (timer !== null) clock.clearTimeout(timer)
    timer = null
    // A failed write is not the conversation's end: the next change tries again.
    writing = writing.then(write, write)
    return writing
  }

  return {
    async load() {
      try {
        const saved = parseSaved(await readFile(path, 'utf8'))
        if (saved !== null) return { saved, problem: null }
        await rename(path, `${path}.damaged`)
        return {
          saved: null,
          problem: `Expected the last conversation in ${path}, got one that is damaged or of another version. It is kept as ${FILE_NAME}.damaged.`,
        }
      } catch (error) {
        // No file is the usual first start.
        if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { saved: null, problem: null }
        return { saved: null, problem: `Expected to read the last conversation from ${path}, but could not: ${String(error)}` }
      }
    },
    save(host) {
      waiting = host
      timer ??= clock.setTimeout(() => {
        timer = null
        void flush().catch(() => undefined)
      }, SAVE_DELAY_MS)
    },
    flush,
  }
}

/** Members of a conversation that are lists of records; the rest of it is one value each. */
const LISTS = ['entries', 'views', 'timeline', 'queue', 'links', 'trace'] as const

/** The file is the host's own, so its shape is trusted beyond its version and its lists. Null when it is damaged. */
function parseSaved(text: string): SavedHost | null {
  try {
    const parsed: unknown = JSON.parse(text)
    if (!isRecord(parsed) || parsed['version'] !== FILE_VERSION || typeof parsed['subject'] !== 'string') return null
    const conversation = parsed['conversation']
    if (!isRecord(conversation) || typeof conversation['id'] !== 'string' || !LISTS.every((name) => isRecords(conversation[name]))) return null
    const restored: Conversation = { ...createConversation(conversation['id']), ...conversation }
    return {
      subject: parsed['subject'],
      settings: isRecord(parsed['settings']) ? parsed['settings'] : {},
      conversation: restored,
    }
  } catch {
    return null
  }
}

function isRecords(value: unknown): boolean {
  return Array.isArray(value) && value.every(isRecord)
}
