/** Messages between a view in development and its dev server, over the connection of hot updates. */
export const CLIENT_EVENTS = {
  fault: 'lockstep:fault',
  buildFault: 'lockstep:build-fault',
  updated: 'lockstep:updated',
  tellHost: 'lockstep:tell-host',
} as const

/** An error as the browser tells it: places are those of the code as served. */
export interface RawFault {
  message: string
  stack: string
}

/** A module that cannot be served, as the bundler tells it. */
export interface RawBuildFault {
  message: string
  /** Absolute. */
  file?: string | undefined
  /** From 1. */
  line?: number | undefined
  /** From 0. */
  column?: number | undefined
}
