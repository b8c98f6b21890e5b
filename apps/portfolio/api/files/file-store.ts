/** Names of stored objects: folders and files of letters, digits, `_`, `-` and one dot; made by us, never by a caller. */
export const OBJECT_KEY = /^(?:[a-z0-9_-]+\/){1,4}[a-z0-9_-]+\.[a-z0-9]{2,5}$/

export interface StoredObject {
  key: string
  /** Milliseconds since 1970. */
  changedAt: number
}

/** Where bytes are kept. The file system takes it here, any S3-compatible store where that is outgrown. Every method throws when the storage is away. */
export interface FileStore {
  /** Whole or not at all; replaces what was there. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Null when there is none. */
  get(key: string): Promise<Uint8Array<ArrayBuffer> | null>
  copy(from: string, to: string): Promise<void>
  /** Nothing there is fine. */
  delete(key: string): Promise<void>
  /** What starts with it and a slash; nothing there is fine. */
  deleteFolder(folder: string): Promise<void>
  /** Every object whose key starts with it and a slash. */
  list(folder: string): Promise<StoredObject[]>
  /** Removes what a crash left half-written before that time. */
  removeUnfinished(before: number): Promise<void>
}
