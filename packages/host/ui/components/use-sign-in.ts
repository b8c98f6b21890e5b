import { openableUrl } from '../../src/page/openable-url.ts'
import { usePage } from '../store/page.ts'

/** Begins the sign-in of the app of this name, in a tab of its own. */
export function useSignIn(name: string): () => Promise<void> {
  const page = usePage()
  return async () => {
    const reply = await page.run('/api/apps/sign-in', { name })
    const url = reply.ok ? openableUrl(reply.answer.url) : null
    if (url !== null) window.open(url, '_blank', 'noopener,noreferrer')
  }
}
