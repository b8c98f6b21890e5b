import { isRecord, type OpenAiMethods } from '@lockstep/contract'
import type { ViewWindow } from './view-runtime.ts'

const GLOBALS = [
  'theme',
  'locale',
  'maxHeight',
  'displayMode',
  'safeArea',
  'userAgent',
  'view',
  'toolInput',
  'toolOutput',
  'toolResponseMetadata',
  'widgetState',
]

/** The values `window.openai` has now, or null when it is not there. */
export function readGlobals(window: ViewWindow): Record<string, unknown> | null {
  const { openai } = window
  return isRecord(openai) ? Object.fromEntries(GLOBALS.filter((name) => openai[name] !== undefined).map((name) => [name, openai[name]])) : null
}

/** One method of `window.openai`, bound to it; undefined where this host does not have it. */
export function openAiMethod<Name extends keyof OpenAiMethods>(window: ViewWindow, name: Name): OpenAiMethods[Name] | undefined {
  const { openai } = window
  const method = isRecord(openai) ? openai[name] : undefined
  return typeof method === 'function' ? (method.bind(openai) as OpenAiMethods[Name]) : undefined
}
