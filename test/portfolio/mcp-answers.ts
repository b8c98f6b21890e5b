import type { ApiProject } from '../../apps/portfolio/shared/api-types.ts'
import type { ToolAnswer } from './mcp-setup.ts'

/** What the model reads of an answer. */
export function modelOf(answer: ToolAnswer): Record<string, unknown> {
  return answer.structuredContent ?? {}
}

/** The whole project that a view gets. */
export function projectOf(answer: ToolAnswer): ApiProject {
  return answer._meta?.['project'] as ApiProject
}

/** The refusal that a view gets; empty where there is none. */
export function failureOf(answer: ToolAnswer): Record<string, unknown> {
  return (answer._meta?.['lockstep/error'] ?? {}) as Record<string, unknown>
}

export function textOf({ content }: ToolAnswer): string {
  return content.map(({ text }) => text).join(' ')
}
