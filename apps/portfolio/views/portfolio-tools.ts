import { useOutcome, useTool as callOf, useWrite as writeOf, type HooksOf, type ToolFailure, type ToolOutcome } from '@lockstep/react'
import type { PortfolioTools } from '../server/portfolio-tools.ts'
import type { ProjectPrivate } from '../shared/tool-types.ts'

/** The server's tools by their names, learned by type import alone; one by one, so that no other hook is bundled. */
export const useTool: HooksOf<PortfolioTools>['useTool'] = callOf
export const useWrite: HooksOf<PortfolioTools>['useWrite'] = writeOf

/** What any of the tools that open a project answers. */
export type ProjectOutcome = ToolOutcome<{ project_id?: string }, ProjectPrivate>

/** The result that this view renders; null until it arrives. */
export const useProjectResult: () => ProjectOutcome | null = useOutcome

/** What went wrong, in words that blame nobody. */
export function wordsOf({ code, message }: ToolFailure): string {
  return code.startsWith('VIEW_') ? 'The portfolio did not answer. Nothing is lost; try again in a moment.' : message
}
