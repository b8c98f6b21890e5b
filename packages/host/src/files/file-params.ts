import { isRecord } from '@lockstep/contract'

/** What a tool gets for a file: the address is good for this call alone. @see developers.openai.com/plugins/reference, fileParams (checked 2026-11-21) */
export interface FileParam {
  download_url: string
  file_id: string
  mime_type: string
  file_name: string
}

/**
 * The arguments with the id of each file in a file field replaced by what the tool declared: one file or a list of them, given as text or as an
 * object with `file_id`. What is no such thing goes as it is, for the server to judge.
 */
export function expandFileParams(
  fileParams: readonly string[],
  args: Record<string, unknown>,
  expand: (fileId: string, field: string) => FileParam,
): Record<string, unknown> {
  const expanded = { ...args }
  for (const field of fileParams) {
    const given = args[field]
    if (given === undefined || given === null) continue
    const one = (value: unknown): unknown => {
      const fileId = fileIdOf(value)
      return fileId === null ? value : { ...(isRecord(value) ? value : {}), ...expand(fileId, field) }
    }
    expanded[field] = Array.isArray(given) ? given.map(one) : one(given)
  }
  return expanded
}

function fileIdOf(value: unknown): string | null {
  const id = isRecord(value) ? (value['file_id'] ?? value['fileId']) : value
  return typeof id === 'string' && id !== '' ? id : null
}
