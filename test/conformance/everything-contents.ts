import { reply, type App } from '@lockstep/server'
import type { ContentBlock } from '@modelcontextprotocol/server'
import { z } from 'zod'
import { PIXEL_PNG, SILENCE_WAV } from './samples.ts'

export const NOTHING = z.strictObject({})

const IMAGE: ContentBlock = { type: 'image', data: PIXEL_PNG, mimeType: 'image/png' }

/** Tools that answer each kind of content. */
export function declareContentTools(app: App): void {
  const declare = (name: string, description: string, text: string, content: ContentBlock[] = []): void => {
    app.tool(name, { title: name, description, effect: 'read', input: NOTHING, output: NOTHING }, () => reply({ model: {}, text, content }))
  }
  declare('test_simple_text', 'Answers a text.', 'This is a simple text response for testing.')
  declare('test_image_content', 'Answers an image.', '', [IMAGE])
  declare('test_audio_content', 'Answers a sound.', '', [{ type: 'audio', data: SILENCE_WAV, mimeType: 'audio/wav' }])
  declare('test_embedded_resource', 'Answers a resource inside the answer.', '', [
    { type: 'resource', resource: { uri: 'test://embedded-resource', mimeType: 'text/plain', text: 'This is an embedded resource content.' } },
  ])
  declare('test_multiple_content_types', 'Answers a text, an image and a resource.', 'Multiple content types test:', [
    IMAGE,
    {
      type: 'resource',
      resource: { uri: 'test://mixed-content-resource', mimeType: 'application/json', text: '{"test":"data","value":123}' },
    },
  ])
  app.tool('test_error_handling', { title: 'Fails', description: 'Always fails.', effect: 'read', input: NOTHING, output: NOTHING }, () => {
    throw new Error('This tool intentionally returns an error for testing')
  })
  const address = z.strictObject({ street: z.string().optional(), city: z.string().optional() }).meta({ id: 'address' })
  app.tool(
    'json_schema_2020_12_tool',
    {
      title: 'Schema',
      description: 'Takes an input with definitions of its own.',
      effect: 'read',
      input: z.strictObject({ name: z.string().optional(), address: address.optional() }),
      output: NOTHING,
    },
    (input) => reply({ model: {}, text: `Called with ${JSON.stringify(input)}` }),
  )
  app.tool(
    'test_x_mcp_header',
    {
      title: 'Header',
      description: 'Takes an input that travels as a header too.',
      effect: 'read',
      input: z.strictObject({ region: z.string().meta({ 'x-mcp-header': 'Region' }) }),
      output: NOTHING,
    },
    ({ region }) => reply({ model: {}, text: `Region ${region}` }),
  )
}
