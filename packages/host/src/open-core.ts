import type { HostApp } from './core/app-registry.ts'
import { systemClock, systemIds } from './core/clock.ts'
import { createHostCore, type HostCore } from './core/host-core.ts'
import type { Model } from './model/model.ts'
import type { ModelEndpoint } from './model/openai/model-endpoint.ts'
import { createScriptedModel } from './model/scripted-model.ts'

export interface CoreOptions {
  apps: readonly HostApp[]
  /** Default: the scripted model with the apps' golden prompts. */
  model?: Model
  /** Of a language model one may switch to. Default: none. */
  modelEndpoint?: ModelEndpoint | null
}

/** The local ChatGPT without a page, without frames and without a memory: for the command line and for tests that need no browser. @throws {AppError} HOST_BAD_PATTERN */
export function openCore({ apps, model, modelEndpoint = null }: CoreOptions): HostCore {
  return createHostCore({
    apps,
    model: model ?? scriptedFor(apps),
    endpoint: modelEndpoint,
    clock: systemClock,
    ids: systemIds,
    file: null,
    saved: null,
    // No frame is ever made: its addresses are names that nobody asks for.
    sandboxPort: () => 0,
    pageOrigin: () => 'http://localhost:0',
  })
}

/** The script that knows the apps' golden prompts. @throws {AppError} HOST_BAD_PATTERN */
export function scriptedFor(apps: readonly HostApp[]): Model {
  return createScriptedModel(apps.flatMap(({ name, golden }) => (golden === undefined ? [] : [{ app: name, golden }])))
}
