import type { App } from '@lockstep/server'
import { z } from 'zod'
import { PIXEL_PNG } from './samples.ts'

export function declareResources(app: App): void {
  app.resource(
    'test://static-text',
    { title: 'Text', description: 'A text that never changes.' },
    () => 'This is the content of the static text resource.',
  )
  app.resource('test://static-binary', { title: 'Image', description: 'An image that never changes.', mimeType: 'image/png' }, () =>
    Buffer.from(PIXEL_PNG, 'base64'),
  )
  app.resource('test://watched-resource', { title: 'Watched', description: 'One that a client may listen to.' }, () => 'Watched resource content')
  app.resource(
    'test://template/{id}/data',
    { title: 'Template', description: 'Data by id.', mimeType: 'application/json', complete: { id: () => ['1', '2'] } },
    ({ id }) => JSON.stringify({ id, templateTest: true, data: `Data for ID: ${id}` }),
  )
}

export function declarePrompts(app: App): void {
  app.prompt('test_simple_prompt', { title: 'Simple', description: 'Takes nothing.' }, () => 'This is a simple prompt for testing.')
  app.prompt(
    'test_prompt_with_arguments',
    {
      title: 'Arguments',
      description: 'Takes two arguments.',
      arguments: z.strictObject({ arg1: z.string().describe('First'), arg2: z.string().describe('Second') }),
      complete: { arg1: (typed) => ['paris', 'park', 'party'].filter((word) => word.startsWith(typed)) },
    },
    ({ arg1, arg2 }) => `Prompt with arguments: arg1='${arg1}', arg2='${arg2}'`,
  )
  app.prompt(
    'test_prompt_with_embedded_resource',
    { title: 'Resource', description: 'Holds a resource.', arguments: z.strictObject({ resourceUri: z.string() }) },
    ({ resourceUri }) => ({
      messages: [
        {
          role: 'user',
          content: { type: 'resource', resource: { uri: resourceUri, mimeType: 'text/plain', text: 'Embedded resource content for testing.' } },
        },
        { role: 'user', content: { type: 'text', text: 'Please process the embedded resource above.' } },
      ],
    }),
  )
  app.prompt('test_prompt_with_image', { title: 'Image', description: 'Holds an image.' }, () => ({
    messages: [
      { role: 'user', content: { type: 'image', data: PIXEL_PNG, mimeType: 'image/png' } },
      { role: 'user', content: { type: 'text', text: 'Please analyze the image above.' } },
    ],
  }))
}
