import { AppError } from '@lockstep/contract'
import type { ModelChoice, ModelOption } from '../api/host-state.ts'
import { createManualModel, type ManualModel } from './manual-model.ts'
import type { Model } from './model.ts'
import { createOpenAiModel } from './openai/create-openai-model.ts'
import type { ModelEndpoint } from './openai/model-endpoint.ts'

/** The models one may switch between. */
export interface ModelSwitch {
  get(choice: ModelChoice): Model
  options(): ModelOption[]
  readonly manual: ManualModel
}

export interface ModelSwitchOptions {
  scripted: Model
  /** Null: none is named, and nothing is sent anywhere. */
  endpoint: ModelEndpoint | null
  /** It became the person's move as the model, or it no longer is. */
  onManualTurn(): void
}

const HOW_TO_NAME_ONE =
  'Name one in LOCKSTEP_MODEL, its address in LOCKSTEP_MODEL_URL, its key, if it wants one, in LOCKSTEP_MODEL_KEY, and start again.'

export function createModelSwitch({ scripted, endpoint, onManualTurn }: ModelSwitchOptions): ModelSwitch {
  const manual = createManualModel(onManualTurn)
  const models: Record<ModelChoice, Model> = { scripted, manual, openai: endpoint === null ? missingEndpoint() : createOpenAiModel(endpoint) }
  const isAvailable = (choice: ModelChoice): boolean => choice !== 'openai' || endpoint !== null
  const order: readonly ModelChoice[] = ['scripted', 'openai', 'manual']
  return {
    manual,
    get: (choice) => models[choice],
    options: () => order.map((id) => ({ id, label: models[id].info.label, detail: models[id].info.detail, isAvailable: isAvailable(id) })),
  }
}

/** Stands where a language model was chosen in an earlier run and this one was not told of any. */
function missingEndpoint(): Model {
  return {
    info: { id: 'openai', kind: 'language-model', label: 'Language model', detail: `None is named. ${HOW_TO_NAME_ONE}` },
    respond: () =>
      Promise.reject(
        new AppError('HOST_NO_MODEL', `Expected a language model behind an OpenAI-compatible API, none is named. ${HOW_TO_NAME_ONE}`, {
          blame: 'user',
        }),
      ),
  }
}
