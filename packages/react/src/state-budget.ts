/** UTF-8 bytes of JSON to a token, at the dense end of what was measured (2.6 to 3.2, 2026-11): better to warn early. */
const BYTES_PER_TOKEN = 2.6

/** About how many tokens a value costs a model that reads it; 0 for what is no JSON. */
export function estimateTokens(value: unknown): number {
  const json = toJson(value)
  return json === undefined ? 0 : Math.ceil(new TextEncoder().encode(json).byteLength / BYTES_PER_TOKEN)
}

/** The members that cost most, for whoever has to make it smaller: "lines ~3100, note ~900". */
export function costliest(half: Readonly<Record<string, unknown>>, count = 3): string {
  return Object.entries(half)
    .map(([key, value]) => [key, estimateTokens(value)] as const)
    .sort((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([key, tokens]) => `${key} ~${tokens}`)
    .join(', ')
}

function toJson(value: unknown): string | undefined {
  try {
    return JSON.stringify(value)
  } catch {
    // a cycle: the runtime refuses it and says so
    return undefined
  }
}
