import { AppError } from '@lockstep/contract'
import OpenAI from 'openai'
import type { Model, ModelContext, ModelStep } from '../model.ts'
import { chatMessages, chatTools } from './chat-messages.ts'
import { endpointFailure } from './endpoint-failure.ts'
import type { ModelEndpoint } from './model-endpoint.ts'
import { readCompletion } from './read-completion.ts'
import { nameTools } from './tool-names.ts'

/** Milliseconds for one answer; a local model on a slow machine needs its time. */
const ANSWER_TIMEOUT_MS = 120_000
/** After a refused connection, a 429 or a 5xx; more would only hide the trouble. */
const MAX_RETRIES = 1

/** Asks an endpoint that speaks OpenAI's chat completions: with the model context and nothing else. */
export function askEndpoint(endpoint: ModelEndpoint): Model['respond'] {
  const client = new OpenAI({
    baseURL: endpoint.url,
    // Endpoints without keys take any; the client insists on one.
    apiKey: endpoint.key ?? 'none',
    adminAPIKey: null,
    organization: null,
    project: null,
    webhookSecret: null,
    timeout: ANSWER_TIMEOUT_MS,
    maxRetries: MAX_RETRIES,
    logLevel: 'off',
  })

  return async (context: ModelContext, signal: AbortSignal): Promise<ModelStep> => {
    const tools = nameTools(context.tools)
    const answer: unknown = await client.chat.completions
      .create(
        {
          model: endpoint.model,
          messages: chatMessages(context, tools),
          ...(tools.all.length === 0 ? {} : { tools: chatTools(tools) }),
        },
        { signal },
      )
      .catch((error: unknown) => {
        signal.throwIfAborted()
        throw endpointFailure(error, endpoint)
      })
    const step = readCompletion(answer, tools)
    if (step !== null) return step
    throw new AppError(
      'HOST_MODEL_FAILED',
      `Expected a chat completion from ${endpoint.url}, got something else. Is this an OpenAI-compatible API?`,
      {
        blame: 'user',
      },
    )
  }
}
