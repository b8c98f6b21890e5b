import type { TraceEvent } from './read-trace.ts'

type Change = { offset: number; data: Buffer } | { size: number }

/** A file: what is on the disk for sure, and what was written since. */
interface Inode {
  synced: Buffer
  pending: Change[]
  /** Where a write without a place of its own goes. */
  end: number
}

/** A disk that keeps a promise only where it was made to: a write counts once its file is synced, a name once its folder is. */
export interface Disk {
  apply(event: TraceEvent): void
  /** Whether the file holds writes that a power cut may take. */
  isDirty(file: string): boolean
  /** The files as a power cut leaves them; of the writes that were not synced, those that `survives` says so for. */
  afterPowerCut(survives: () => boolean): ReadonlyMap<string, Buffer>
}

export function createDisk(): Disk {
  const names = new Map<string, Inode>()
  let syncedNames = new Map<string, Inode>()
  const inode = (file: string): Inode => {
    const known = names.get(file) ?? { synced: Buffer.alloc(0), pending: [], end: 0 }
    names.set(file, known)
    return known
  }
  return {
    apply: (event) => {
      switch (event.type) {
        case 'create':
          inode(event.file)
          return
        case 'write': {
          const file = inode(event.file)
          const offset = event.offset ?? file.end
          file.end = offset + event.data.length
          file.pending.push({ offset, data: event.data })
          return
        }
        case 'truncate':
          inode(event.file).pending.push({ size: event.size })
          return
        case 'remove':
          names.delete(event.file)
          return
        case 'link':
          names.set(event.to, inode(event.file))
          return
        case 'rename':
          names.set(event.to, inode(event.file))
          names.delete(event.file)
          return
        case 'sync': {
          const file = inode(event.file)
          file.synced = changed(file.synced, file.pending)
          file.pending = []
          return
        }
        case 'sync-folder':
          syncedNames = new Map(names)
          return
        case 'sent':
      }
    },
    isDirty: (file) => (names.get(file)?.pending.length ?? 0) > 0,
    afterPowerCut: (survives) =>
      new Map(
        [...syncedNames].map(([file, { synced, pending }]) => [
          file,
          changed(
            synced,
            pending.filter(() => survives()),
          ),
        ]),
      ),
  }
}

function changed(content: Buffer, changes: readonly Change[]): Buffer {
  if (changes.length === 0) return content
  const size = changes.reduce((most, change) => Math.max(most, 'size' in change ? change.size : change.offset + change.data.length), content.length)
  const room = Buffer.alloc(size)
  content.copy(room)
  let length = content.length
  for (const change of changes) {
    if ('size' in change) {
      if (change.size < length) room.fill(0, change.size, length)
      length = change.size
    } else {
      change.data.copy(room, change.offset)
      length = Math.max(length, change.offset + change.data.length)
    }
  }
  return room.subarray(0, length)
}
