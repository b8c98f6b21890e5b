import { z } from 'zod'
import { errorSchema } from '../../shared/api-types.ts'
import { BODY_MAX_BYTES } from './read-body.ts'
import { OPERATIONS, type ApiOperation } from './operations.ts'

type Json = Record<string, unknown>

let made: Json | null = null

/** The API's description, OpenAPI 3.1, made of the same schemas that requests are parsed with and answers are typed by. */
export function openApi(): Json {
  made ??= {
    openapi: '3.1.1',
    info: {
      title: 'Portfolio',
      version: '0.1.0',
      description:
        'Case studies of contractors. Every write counts once under its Idempotency-Key, and with If-Match only on the state that was read. ' +
        `Bodies are JSON of at most ${BODY_MAX_BYTES} bytes; what is not declared is refused.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    security: [{ service: [], contractor: [] }],
    paths: paths(),
    components: {
      securitySchemes: {
        service: { type: 'http', scheme: 'bearer', description: 'Of a service that speaks for contractors.' },
        contractor: { type: 'apiKey', in: 'header', name: 'X-Contractor', description: 'Whom it speaks for.' },
      },
      schemas: { Error: jsonSchema(errorSchema, 'output') },
      responses: {
        Error: {
          description: 'Refused, in words and with a code.',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
    },
  }
  return made
}

function paths(): Json {
  const byPath: Record<string, Json> = {}
  for (const operation of OPERATIONS) {
    const path = operation.path.replaceAll(/:(\w+)/g, '{$1}')
    byPath[path] = { ...byPath[path], [operation.method.toLowerCase()]: operationOf(operation) }
  }
  return byPath
}

function operationOf({ method, path, id, summary, body, query = [], isKeyed = false, replies }: ApiOperation): Json {
  const pathParameters = [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }))
  const queryParameters = query.map((name) => ({ name, in: 'query', schema: { type: 'string' } }))
  const text = { type: 'string' }
  const key = { name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', maxLength: 200 } }
  const headers = [
    ...(isKeyed ? [key] : []),
    ...(isKeyed && method !== 'POST' ? [{ name: 'If-Match', in: 'header', schema: text }] : []),
    { name: 'X-Actor', in: 'header', schema: { type: 'string', enum: ['user', 'model'] } },
  ]
  const answers = Object.entries(replies).map(([status, schema]) => [
    status,
    schema === null ? { description: summary } : { description: summary, content: { 'application/json': { schema: jsonSchema(schema, 'output') } } },
  ])
  return {
    operationId: id,
    summary,
    parameters: [...pathParameters, ...queryParameters, ...headers],
    ...(body === undefined ? {} : { requestBody: { required: true, content: { 'application/json': { schema: jsonSchema(body, 'input') } } } }),
    responses: { ...Object.fromEntries(answers), default: { $ref: '#/components/responses/Error' } },
  }
}

function jsonSchema(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _version, ...rest } = z.toJSONSchema(schema, { io })
  return rest
}
