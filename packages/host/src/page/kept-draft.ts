import { isRecord } from '@lockstep/contract'
import { hideSecrets } from '../log/hide-secrets.ts'

/** What a page remembers while it is loaded anew: `sessionStorage`, or a stand-in. */
export type DraftStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

const KEY = 'lockstep-draft'

/** This page's own; where the browser refuses even to name it, one that keeps nothing. */
export function pageStorage(): DraftStorage {
  try {
    return sessionStorage
  } catch {
    return { getItem: () => null, setItem: () => undefined, removeItem: () => undefined }
  }
}

/**
 * Keeps what was typed and not sent over a reload of the page. Not kept: a text in which a secret stands, as nothing of a secret is written down anywhere, and
 * what the storage has no room for.
 */
export function keepDraft(storage: DraftStorage, conversationId: string, text: string): void {
  const json = JSON.stringify({ conversationId, text })
  try {
    if (text.trim() === '' || hideSecrets(JSON.stringify(text)) !== JSON.stringify(text)) storage.removeItem(KEY)
    else storage.setItem(KEY, json)
  } catch {
    // Switched off or full: then the draft goes with the page, as it would without this.
  }
}

/** Takes out what was kept for this conversation, once; empty when there is nothing, or it belongs to another. */
export function takeDraft(storage: DraftStorage, conversationId: string): string {
  try {
    const kept: unknown = JSON.parse(storage.getItem(KEY) ?? 'null')
    storage.removeItem(KEY)
    return isRecord(kept) && kept['conversationId'] === conversationId && typeof kept['text'] === 'string' ? kept['text'] : ''
  } catch {
    // Switched off, or written by somebody else.
    return ''
  }
}
