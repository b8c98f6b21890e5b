import { FILE_INPUT_PROPERTIES, FILE_INPUT_REQUIRED, isRecord } from '@lockstep/contract'
import { z } from 'zod'
import { isWebAddress } from './web-address.ts'

/**
 * A file a person gave: its address, http or https, is temporary, to be used in this call only. Whoever calls chooses the address, so fetch none of
 * them from a machine that reaches what outsiders must not. @see chatgpt-contract 3.3
 */
export const fileInput = z.object({
  // a refinement leaves the JSON Schema as it is, which hosts want exactly so
  download_url: z.string().refine(isWebAddress, 'expected an http or https address'),
  file_id: z.string(),
  mime_type: z.string().optional(),
  file_name: z.string().optional(),
})

const WRITE_SO = "Write `photo: fileInput` or `photos: z.array(fileInput)` in the input's own object, and `files: ['photo']`"

/**
 * What keeps a host from filling a tool's file inputs, or null. Hosts take only top-level inputs, each a file or a list of files, of one exact
 * shape, and fail the whole tool over any other.
 */
export function fileProblem(inputJson: Readonly<Record<string, unknown>>, files: readonly string[]): string | null {
  const properties = isRecord(inputJson['properties']) ? inputJson['properties'] : {}
  for (const name of files) {
    const schema = Object.hasOwn(properties, name) ? properties[name] : undefined
    if (schema === undefined) return `expected the file input '${name}' among its inputs. ${WRITE_SO}.`
    if (files.indexOf(name) !== files.lastIndexOf(name)) return `expected each file input once, got '${name}' twice.`
    const problem = shapeProblem(schema)
    if (problem !== null) return `expected the file input '${name}' to have the shape that hosts fill: ${problem}. ${WRITE_SO}.`
  }
  for (const [name, schema] of Object.entries(properties)) {
    const isNamed = files.includes(name)
    if (!isNamed && isFile(itemOf(schema))) return `expected the file input '${name}' in 'files'; without that no host fills it. ${WRITE_SO}.`
    if (!isNamed && holdsFile(schema))
      return `expected files at the top of the input only, got one inside '${name}'; no host fills it there. ${WRITE_SO}.`
  }
  return null
}

function shapeProblem(schema: unknown): string | null {
  const file = itemOf(schema)
  if (!isRecord(file) || file['type'] !== 'object' || !isRecord(file['properties'])) return 'an object, or an array of such objects'
  const { properties, required } = file
  if (!isRecord(properties)) return 'an object with properties'
  const missing = FILE_INPUT_PROPERTIES.find((member) => !isRecord(properties[member]) || properties[member]['type'] !== 'string')
  if (missing !== undefined) return `'${missing}' as a string`
  const isExact =
    Array.isArray(required) && required.length === FILE_INPUT_REQUIRED.length && FILE_INPUT_REQUIRED.every((member) => required.includes(member))
  return isExact ? null : `exactly ${FILE_INPUT_REQUIRED.join(' and ')} required`
}

/** Of an array its item. */
function itemOf(schema: unknown): unknown {
  return isRecord(schema) && schema['type'] === 'array' ? schema['items'] : schema
}

function isFile(schema: unknown): boolean {
  const properties = isRecord(schema) ? schema['properties'] : undefined
  return isRecord(properties) && FILE_INPUT_REQUIRED.every((member) => Object.hasOwn(properties, member))
}

/** A file's shape anywhere below. */
function holdsFile(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.some((part) => isFile(part) || holdsFile(part))
  return isRecord(schema) && Object.values(schema).some((part) => isFile(part) || holdsFile(part))
}
