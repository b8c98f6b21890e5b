import type { Model } from '../model.ts'
import type { ModelEndpoint } from './model-endpoint.ts'

/** A language model behind any endpoint that speaks OpenAI's chat completions. Its client is loaded with the first question: most runs ask none. */
export function createOpenAiModel(endpoint: ModelEndpoint): Model {
  let asking: Promise<Model['respond']> | null = null
  return {
    info: {
      id: 'openai',
      kind: 'language-model',
      label: endpoint.model,
      detail: `A language model at ${new URL(endpoint.url).host}. The conversation and the tools of your apps are sent there.`,
    },
    async respond(context, signal) {
      asking ??= import('./ask-endpoint.ts').then(({ askEndpoint }) => askEndpoint(endpoint))
      return (await asking)(context, signal)
    },
  }
}
