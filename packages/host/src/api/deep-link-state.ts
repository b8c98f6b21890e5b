/** What a link into the host asks for, shown until the person answered it or it has run. */
export interface DeepLinkState {
  id: string
  mcpUrl: string
  /** Name of the server here; null when it is not known yet. */
  app: string | null
  /** True: what is sent to it leaves the machine. */
  isRemote: boolean
  tool: string
  /** The tool's own title; null before its server is known. */
  title: string | null
  arguments: Record<string, unknown>
  /** connect: may the host connect to this server? connecting: it does; call: may the tool be called? failed: neither was possible, `problem` says why. */
  step: 'connect' | 'connecting' | 'call' | 'failed'
  /** For `call`: what the tool says of itself. */
  isReadOnly: boolean
  isDestructive: boolean
  isOpenWorld: boolean
  problem: string | null
}
