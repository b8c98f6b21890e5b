import path from 'node:path'

/** What a process did to a folder's files, and what it told its clients, in order. */
export type TraceEvent =
  | { type: 'create'; file: string }
  | { type: 'write'; file: string; offset: number | null; data: Buffer }
  | { type: 'truncate'; file: string; size: number }
  | { type: 'remove'; file: string }
  | { type: 'rename'; file: string; to: string }
  | { type: 'link'; file: string; to: string }
  | { type: 'sync'; file: string }
  | { type: 'sync-folder' }
  /** Some bytes to some socket. */
  | { type: 'sent'; text: string }

interface Call {
  name: string
  args: string
  result: number
}

/** Reads a log that `traceToFile` asked for; of files, only those of the folder. Calls that failed are left out. */
export function readTrace(log: string, folder: string): TraceEvent[] {
  return calls(log).flatMap((call) => (call.result < 0 ? [] : eventOf(call, folder)))
}

/** One call per line; a line of another thread may come between a call's begin and end, and then it counts from its end. */
function calls(log: string): Call[] {
  const begun = new Map<string, string>()
  return log.split('\n').flatMap((line) => {
    const [, pid = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    if (rest.endsWith(' <unfinished ...>')) {
      begun.set(pid, rest.slice(0, -' <unfinished ...>'.length))
      return []
    }
    const [resumed] = /^<\.\.\. \w+ resumed>/.exec(rest) ?? []
    const whole = resumed === undefined ? rest : (begun.get(pid) ?? '') + rest.slice(resumed.length)
    const [, name = '', args = '', result = ''] = /^(\w+)\((.*)\)\s+= (-?\d+)/s.exec(whole) ?? []
    return name === '' ? [] : [{ name, args, result: Number(result) }]
  })
}

function eventOf({ name, args, result }: Call, folder: string): TraceEvent[] {
  const at = bytes(/^\d+<([^>]*)>/.exec(args)?.[1] ?? '').toString()
  const inFolder = (file: string) => path.dirname(file) === folder
  switch (name) {
    case 'openat': {
      const file = strings(args)[0]?.toString() ?? ''
      if (!inFolder(file) || !args.includes('O_CREAT')) return []
      const cut: TraceEvent[] = args.includes('O_TRUNC') ? [{ type: 'truncate', file: path.basename(file), size: 0 }] : []
      return [{ type: 'create', file: path.basename(file) }, ...cut]
    }
    case 'pwrite64':
    case 'write':
    case 'writev':
    case 'sendto':
    case 'sendmsg': {
      const data = Buffer.concat(strings(args.slice(args.indexOf(',') + 1))).subarray(0, result)
      if (at.startsWith('socket:')) return [{ type: 'sent', text: data.toString() }]
      const offset = name === 'pwrite64' ? Number(/, (\d+)$/.exec(args)?.[1]) : null
      return inFolder(at) ? [{ type: 'write', file: path.basename(at), offset, data }] : []
    }
    case 'ftruncate':
      return inFolder(at) ? [{ type: 'truncate', file: path.basename(at), size: Number(/, (\d+)$/.exec(args)?.[1]) }] : []
    case 'fsync':
    case 'fdatasync':
      if (at === folder) return [{ type: 'sync-folder' }]
      return inFolder(at) ? [{ type: 'sync', file: path.basename(at) }] : []
    default: {
      const [file = '', to = ''] = strings(args).map(String)
      if (!inFolder(file)) return []
      if (to === '') return [{ type: 'remove', file: path.basename(file) }]
      return [{ type: name.startsWith('rename') ? 'rename' : 'link', file: path.basename(file), to: path.basename(to) }]
    }
  }
}

/** The quoted texts of a call's arguments, which strace was told to write in hexadecimal. */
function strings(args: string): Buffer[] {
  return [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map(([, hex = '']) => bytes(hex))
}

function bytes(hex: string): Buffer {
  return Buffer.from(hex.replaceAll('\\x', ''), 'hex')
}
