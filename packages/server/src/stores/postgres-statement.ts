import type { QueryConfig } from 'pg'

type Value = string | number | null | readonly string[]

/** A statement with a name, so that the server parses and plans it once per connection. */
export function statement(name: string, text: string): (values: readonly Value[]) => QueryConfig {
  return (values) => ({ name: `lockstep ${name}`, text, values: [...values] })
}
