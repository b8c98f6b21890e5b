/** Sign-in as an app declares it: this server only checks tokens, an authorization server elsewhere gives them out. */
export interface AuthOptions {
  /** Authorization servers whose tokens count: the exact `iss` of their tokens. HTTPS, or HTTP on loopback. */
  issuer: string | readonly string[]
  /**
   * This server's MCP URL as clients know it; a token has to name it in `aud`. Default: `ListenOptions.publicUrl` and `/mcp`, else the URL it
   * listens at, where only this machine reaches it; elsewhere one of the two has to be given.
   */
  resource?: string
  /** Other values of `aud` that mean this server, for issuers that do not put the resource there. */
  audiences?: readonly string[]
  /** Scopes that every token needs. */
  scopes?: readonly string[]
  /** False = who has no token comes in as nobody, and each tool's `auth` decides. Default: true unless a tool allows `noauth`. */
  required?: boolean
  /** Where the issuer's keys are. Default: as its metadata says (RFC 8414, OpenID Discovery). Only with one issuer. */
  jwksUri?: string
  /** Seconds that clocks may differ. Default CLOCK_SKEW_S. */
  clockSkewS?: number
  /** Gets a JSON document of the issuer; null = there is none at this address (4xx). Default: fetch without redirects, within FETCH_TIMEOUT_MS. */
  fetchJson?: FetchJson
}

/** @throws when the address cannot be reached or answers no JSON. */
export type FetchJson = (url: string) => Promise<unknown>

/** Seconds that the clocks of issuer and server may differ. */
export const CLOCK_SKEW_S = 30

/** Sign-in as it is in force, checked. */
export interface AuthSettings {
  readonly issuers: readonly string[]
  /** This server's URL: what a token is asked for. */
  readonly resource: string
  /** Values of `aud` that mean this server. */
  readonly audiences: readonly string[]
  /** Where a client learns of the issuers (RFC 9728). */
  readonly resourceMetadataUrl: string
  /** Scopes that every token needs. */
  readonly scopes: readonly string[]
  /** Those and all that the tools ask for. */
  readonly knownScopes: readonly string[]
  readonly isRequired: boolean
  readonly clockSkewS: number
}
