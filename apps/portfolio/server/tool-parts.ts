import { toolError, type App, type ToolContext, type View } from '@lockstep/server'
import { projectSchema, type ApiProject } from '../shared/api-types.ts'
import type { ApiClient, ContractorApi } from './api-client.ts'
import { callerOf } from './contractor.ts'

/** What every tool works with. */
export interface ToolParts {
  app: App
  api: ApiClient
  views: PortfolioViews
  /** Unguessable. */
  newId(prefix: string): string
}

export interface PortfolioViews {
  status: View<'project-status'>
  editor: View<'project-editor'>
  media: View<'project-media'>
  list: View<'project-list'>
}

/** The API in the name of whoever calls the tool. @throws {AuthNeeded} nobody is signed in */
export function apiOf({ api }: Pick<ToolParts, 'api'>, context: ToolContext): ContractorApi {
  return api.as(callerOf(context))
}

/** The key under which what the call does counts once. */
export function keyOf({ operation }: ToolContext): string {
  if (operation === null) throw toolError('unavailable', 'This call cannot be told from its repeats. Send it again.')
  return operation.key
}

export function projectPath(id: string): string {
  return `/api/projects/${encodeURIComponent(id)}`
}

export function readProject(api: ContractorApi, id: string): Promise<ApiProject> {
  return api.get(projectPath(id), projectSchema)
}
