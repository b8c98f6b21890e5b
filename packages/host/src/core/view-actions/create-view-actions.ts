import { refused } from '../view-refusal.ts'
import type { ActionContext, ViewActionsOptions } from './action-context.ts'
import { createDisplayActions, type DisplayActions } from './display-actions.ts'
import { createFileActions, type FileActions } from './file-actions.ts'
import { createFormActions, type FormActions } from './form-actions.ts'
import { createLinkActions, type LinkActions } from './link-actions.ts'
import { createLogActions, type LogActions } from './log-actions.ts'
import { createTalkActions, type TalkActions } from './talk-actions.ts'
import { createToolActions, type ToolActions } from './tool-actions.ts'

/** What a view can make the host do, in one vocabulary for both bridges. All throw `ViewRefusal` when the host does not serve it. */
export type ViewActions = FormActions & ToolActions & TalkActions & DisplayActions & LinkActions & FileActions & LogActions

/** What one view may make the host do, bound to that view: it reaches its own server and its own record, and nothing else. */
export function createViewActions(instanceId: string, options: ViewActionsOptions): ViewActions {
  const context: ActionContext = {
    ...options,
    instanceId,
    current() {
      const view = options.view()
      if (view === null || view.phase === 'closed') throw refused('This view is closed.')
      return view
    },
    warn(member, message) {
      const isKnown = options.view()?.warnings.some((known) => known.member === member && known.message === message) ?? true
      if (isKnown) return
      options.trace('view.warning', { instanceId, member, message })
      options.store.dispatch({ type: 'view.warned', instanceId, warning: { at: options.clock.now(), member, message } })
    },
  }
  return {
    ...createFormActions(context),
    ...createToolActions(context),
    ...createTalkActions(context),
    ...createDisplayActions(context),
    ...createLinkActions(context),
    ...createFileActions(context),
    ...createLogActions(context),
  }
}
