import { useState } from 'preact/hooks'
import { usePage } from '../store/page.ts'

/** A file on its way into a message. */
export interface Attachment {
  key: string
  name: string
  sizeBytes: number
  /** Null while its bytes travel. */
  fileId: string | null
}

export interface Attachments {
  list: readonly Attachment[]
  isSending: boolean
  add(files: Iterable<File>): void
  remove(key: string): void
  clear(): void
  /** Puts back what could not be sent. */
  restore(list: readonly Attachment[]): void
}

/** Files that the person attaches to the next message: each is sent at once, and a refused one is told and leaves. */
export function useAttachments(): Attachments {
  const page = usePage()
  const [list, setList] = useState<readonly Attachment[]>([])

  async function send(key: string, file: File): Promise<void> {
    const reply = await page.api.sendFile(file, { name: file.name, mimeType: file.type, instanceId: null })
    const fileId = reply.ok && 'file' in reply.answer ? reply.answer.file.id : null
    if (!reply.ok) page.dispatch({ type: 'toast', text: reply.failure.message })
    setList((current) =>
      fileId === null ? current.filter((each) => each.key !== key) : current.map((each) => (each.key === key ? { ...each, fileId } : each)),
    )
  }

  return {
    list,
    isSending: list.some(({ fileId }) => fileId === null),
    add(files) {
      for (const file of files) {
        const key = crypto.randomUUID()
        setList((current) => [...current, { key, name: file.name, sizeBytes: file.size, fileId: null }])
        void send(key, file)
      }
    },
    remove(key) {
      const fileId = list.find((each) => each.key === key)?.fileId ?? null
      setList((current) => current.filter((each) => each.key !== key))
      // Taken back before it was sent: then it was never meant to stay.
      if (fileId !== null) void page.run('/api/files/remove', { fileId })
    },
    clear: () => setList([]),
    restore: (back) => setList((current) => [...back, ...current]),
  }
}
