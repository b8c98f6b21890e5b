import type * as library from 'oidc-provider'

/** The authorization server that this package sets up. */
export type Library = typeof library

const ABOUT_RUNTIME = 'oidc-provider WARNING: Unsupported runtime'

/**
 * Loads the library only when a server starts, and without its complaint about every Node that does not yet bear the name of long-term
 * support: this package is tested on the one that the repository pins. Everything else it says stays.
 */
export async function loadLibrary(): Promise<Library> {
  const { console } = globalThis
  const { warn } = console
  console.warn = (...words: unknown[]) => {
    if (!String(words[0]).includes(ABOUT_RUNTIME)) warn(...words)
  }
  try {
    return await import('oidc-provider')
  } finally {
    console.warn = warn
  }
}
