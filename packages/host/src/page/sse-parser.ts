export interface ServerSentEvent {
  /** `message` where the stream names none. */
  event: string
  data: string
}

/**
 * A parser for `text/event-stream` that is fed pieces of text, cut anywhere, and answers with the events completed by each.
 * Comments, ids and retry hints are passed over. @see WHATWG HTML, section 9.2.6 (checked 2026-11-21)
 */
export function createSseParser(): (chunk: string) => ServerSentEvent[] {
  let rest = ''
  let event = ''
  let data: string[] = []
  return (chunk) => {
    const done: ServerSentEvent[] = []
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    for (const raw of lines) {
      const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw
      if (line === '') {
        if (data.length > 0) done.push({ event: event || 'message', data: data.join('\n') })
        event = ''
        data = []
      } else if (line.startsWith('event:')) event = fieldValue(line, 6)
      else if (line.startsWith('data:')) data.push(fieldValue(line, 5))
    }
    return done
  }
}

function fieldValue(line: string, from: number): string {
  return line.slice(line[from] === ' ' ? from + 1 : from)
}
