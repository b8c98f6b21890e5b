import { z } from 'zod'
import { openApi } from '../../apps/portfolio/api/http/open-api.ts'

interface Described {
  paths: Record<string, Record<string, { responses: Record<string, { content?: { 'application/json': { schema: object } } }> }>>
  components: { schemas: { Error: object } }
}

// as it comes over the wire
const { paths, components } = JSON.parse(JSON.stringify(openApi())) as Described
const known = new Map<object, z.ZodType>()

/** Throws unless the API's own description has this answer: its status, and every field of its body. */
export function requireDescribed(method: string, path: string, status: number, body: string): void {
  const { pathname } = new URL(path, 'http://api.test')
  const [template] = Object.keys(paths).filter((each) => new RegExp(`^${each.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname))
  const operation = template === undefined ? undefined : paths[template]?.[method.toLowerCase()]
  if (status >= 400) return void schemaOf(components.schemas.Error).parse(JSON.parse(body))
  const reply = operation?.responses[String(status)]
  if (reply === undefined) throw new Error(`${method} ${pathname} answered ${status}, which the description does not have`)
  const schema = reply.content?.['application/json'].schema
  if (schema === undefined) {
    if (body !== '') throw new Error(`${method} ${pathname} answered ${status} with a body, which the description does not have`)
    return
  }
  schemaOf(schema).parse(JSON.parse(body))
}

function schemaOf(json: object): z.ZodType {
  const schema = known.get(json) ?? z.fromJSONSchema(json as Parameters<typeof z.fromJSONSchema>[0])
  known.set(json, schema)
  return schema
}
