/** The person's sign-in at a server, as far as the host knows; never a token. */
export interface SignInState {
  /** none: nobody asked for one; needed: the server asked; waiting: the person is at the authorization server; signed-in: calls carry a token. */
  status: 'none' | 'needed' | 'waiting' | 'signed-in'
  /** The server's own words for why; null when it gave none. */
  reason: string | null
  /** Scopes that the server asks for now; empty when it names none. */
  scopes: string[]
  /** Scopes that the last sign-in brought. */
  granted: string[]
  /** Who signs the person in; null before that is looked up. */
  issuer: string | null
  /** What is missing for ChatGPT to ask as well: there, the person would see no card. Empty on other platforms. */
  warnings: string[]
  /** Why the last try failed, for people; null otherwise. */
  problem: string | null
}

export const NO_SIGN_IN: SignInState = {
  status: 'none',
  reason: null,
  scopes: [],
  granted: [],
  issuer: null,
  warnings: [],
  problem: null,
}
