import { AppError } from '@lockstep/contract'
import type { Model } from '../model.ts'
import type { ModelEndpoint } from './model-endpoint.ts'

/** What asks an endpoint; with it comes the package `openai`, which is large and may be missing. */
type Asker = { askEndpoint(endpoint: ModelEndpoint): Model['respond'] }

/**
 * A language model behind any endpoint that speaks OpenAI's chat completions. Its client is loaded with the first question: most runs ask none.
 * `respond` rejects with HOST_NO_MODEL_CLIENT (blame user) where the package `openai` is not installed.
 */
export function createOpenAiModel(endpoint: ModelEndpoint, load: () => Promise<Asker> = () => import('./ask-endpoint.ts')): Model {
  let asking: Promise<Model['respond']> | null = null

  async function loadAsker(): Promise<Model['respond']> {
    try {
      const { askEndpoint } = await load()
      return askEndpoint(endpoint)
    } catch (error) {
      asking = null
      throw isMissingClient(error) ? missingClient(error) : error
    }
  }

  return {
    info: {
      id: 'openai',
      kind: 'language-model',
      label: endpoint.model,
      detail: `A language model at ${new URL(endpoint.url).host}. The conversation and the tools of your apps are sent there.`,
    },
    async respond(context, signal) {
      asking ??= loadAsker()
      return (await asking)(context, signal)
    },
  }
}

function isMissingClient(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND' && /'openai(?:\/[^']*)?'/.test(error.message)
}

function missingClient(cause: unknown): AppError {
  const message = 'Expected the package openai, which a language model is asked with, and found none. Run: npm install openai, and start this again.'
  return new AppError('HOST_NO_MODEL_CLIENT', message, { blame: 'user', cause })
}
