import { ViewError } from '../view-error.ts'

export interface FileRules {
  /** As `<input accept>`: MIME types (`image/png`), kinds (`image/*`), endings (`.pdf`). Default: whatever the host takes. */
  accept?: readonly string[]
  /** Default: whatever the host takes; its own limit is undocumented. */
  maxBytes?: number
}

type FileFacts = Pick<File, 'name' | 'size' | 'type'>

/** The rule that `file` breaks, as an error a person can act on; null = none. */
export function brokenRule(file: FileFacts, { accept, maxBytes }: FileRules): ViewError | null {
  if (accept && !accept.some((wanted) => isOfKind(file, wanted.trim().toLowerCase()))) {
    return fileError('VIEW_FILE_TYPE', file, `expected a file of ${accept.join(', ')}, got ${file.name} (${file.type || 'type unknown'})`)
  }
  if (maxBytes !== undefined && file.size > maxBytes) {
    return fileError('VIEW_FILE_SIZE', file, `expected a file of at most ${maxBytes} bytes, got ${file.name} of ${file.size}`)
  }
  return null
}

/** A host names no codes when it turns a file down: its words, or an HTTP status, tell size from type. Anything else is null. */
export function readFileRefusal(file: FileFacts, error: ViewError): ViewError | null {
  const { status } = Object(error.cause) as { status?: unknown }
  const isSize = status === 413 || /too (large|big|long)|exceed|(size|byte) ?limit|max(imum)? (file )?size/i.test(error.message)
  const isType =
    status === 415 ||
    /(unsupported|invalid|unknown|not supported|not allowed).*\b(type|format|extension|mime)\b|\b(type|format|extension|mime)\b.*(unsupported|invalid|not (supported|allowed|accepted))/i.test(
      error.message,
    )
  if (!isSize && !isType) return null
  return fileError(isSize ? 'VIEW_FILE_SIZE' : 'VIEW_FILE_TYPE', file, error.message, error)
}

function fileError(code: 'VIEW_FILE_TYPE' | 'VIEW_FILE_SIZE', file: FileFacts, message: string, cause?: ViewError): ViewError {
  const data = { fileName: file.name, bytes: file.size, mimeType: file.type }
  return new ViewError(code, message, { blame: 'user', data, ...(cause ? { cause } : {}) })
}

function isOfKind(file: FileFacts, wanted: string): boolean {
  if (wanted.startsWith('.')) return file.name.toLowerCase().endsWith(wanted)
  const type = file.type.toLowerCase()
  return wanted === '*/*' || wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1)))
}
