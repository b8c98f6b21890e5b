import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { AppError, isRecord } from '@lockstep/contract'

/** A bundler's complaint as BUILD_FAILED with `file:line` (relative to the working directory) in front. */
export function buildError(name: string, cause: unknown): AppError {
  const all: unknown[] = isRecord(cause) || cause instanceof Error ? [...errorsOf(cause), cause] : []
  const { file, line, message } = all.map(place).find((found) => found.file !== null) ?? place(all[0] ?? cause)
  const where = file === null ? '' : `${relative(process.cwd(), file)}${line === null ? '' : `:${line}`}: `
  return new AppError('BUILD_FAILED', `expected view "${name}" to build, got: ${where}${message}; mend it and build again`, {
    blame: 'user',
    cause,
    data: { view: name, ...(file === null ? {} : { file }), ...(line === null ? {} : { line }) },
  })
}

function errorsOf(cause: object): unknown[] {
  const errors: unknown = Reflect.get(cause, 'errors')
  return Array.isArray(errors) ? errors : []
}

/** Bundlers put the place in `loc`, in `id`, or only in the text, as in `[ file.tsx:3:14 ]`. */
function place(error: unknown): { file: string | null; line: number | null; message: string } {
  const of = (key: string): unknown => (typeof error === 'object' && error !== null ? Reflect.get(error, key) : undefined)
  const message = stripVTControlCharacters(String(of('message') ?? error)).trim()
  const loc = of('loc')
  const [, textFile, textLine] = /([^\s[\]()'"]+\.[cm]?[jt]sx?):(\d+)(?::\d+)?/.exec(message) ?? []
  const file = [isRecord(loc) ? loc['file'] : null, of('id'), textFile].find((found): found is string => typeof found === 'string' && found !== '')
  const line = isRecord(loc) && typeof loc['line'] === 'number' ? loc['line'] : textLine === undefined ? null : Number(textLine)
  return { file: file?.split('?', 1)[0] ?? null, line, message }
}
