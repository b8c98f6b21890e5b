import type { SignInState } from './sign-in-state.ts'

/** A server as the host sees it. */
export interface AppState {
  name: string
  mcpUrl: string
  /** False: added while the host runs (by its address, or a link), and forgotten with it. */
  isConfigured: boolean
  /** True: not on this machine; what is sent to it leaves the machine. */
  isRemote: boolean
  status: 'connecting' | 'connected' | 'failed'
  /** Why it failed, for people; null otherwise. */
  problem: string | null
  /** From the server, null before the first connection. */
  serverName: string | null
  serverVersion: string | null
  /** `2025-11-25`, `2026-07-28`, …; null before the first connection. */
  protocolVersion: string | null
  /** `http+sse` is the transport of 2024-11-05; null before the first connection. */
  transport: 'streamable-http' | 'http+sse' | null
  signIn: SignInState
  tools: ToolSummary[]
  /** Sentences offered above an empty composer. */
  starters: string[]
}

export interface ToolSummary {
  name: string
  title: string
  description: string
  /** False: the model is never told of it. */
  visibleToModel: boolean
  /** False: a view's call is refused. */
  visibleToView: boolean
  readOnly: boolean
  /** True: a call by the model waits for the person. */
  needsApproval: boolean
  hasView: boolean
}
