/** Characters a value may have, spaces aside, and still stand on one line: what the inspector is wide at first. */
const LINE_MAX = 40

/**
 * JSON text with line breaks for reading: what is short stays on one line, what is long gets a line per member. Only white space is added.
 * Text that is not JSON comes back as it is.
 */
export function readableJson(text: string): string {
  try {
    return laidOut(JSON.parse(text), '')
  } catch {
    // instructions are prose
    return text
  }
}

function laidOut(value: unknown, indent: string): string {
  const line = JSON.stringify(value)
  if (typeof value !== 'object' || value === null || line.length + indent.length <= LINE_MAX) return spaced(value, line)
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[\n${value.map((each) => inner + laidOut(each, inner)).join(',\n')}\n${indent}]`
  const members = Object.entries(value).map(([name, each]) => `${inner}${JSON.stringify(name)}: ${laidOut(each, inner)}`)
  return `{\n${members.join(',\n')}\n${indent}}`
}

/** One line with a space after each comma and colon. */
function spaced(value: unknown, line: string): string {
  if (typeof value !== 'object' || value === null) return line
  if (Array.isArray(value)) return `[${value.map((each) => spaced(each, JSON.stringify(each))).join(', ')}]`
  const members = Object.entries(value).map(([name, each]) => `${JSON.stringify(name)}: ${spaced(each, JSON.stringify(each))}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
