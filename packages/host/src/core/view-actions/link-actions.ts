import { decideLink } from '../external-link.ts'
import { refused } from '../view-refusal.ts'
import type { ActionContext } from './action-context.ts'

/** Links of one app that may wait for the person: each is a dialog. */
export const PENDING_LINKS_MAX = 3

export interface LinkActions {
  /** Resolves when the person (or, for a declared origin, the page) has answered: true = opened. @throws {ViewRefusal} at once when it is never opened */
  openLink(href: string, redirectUrl?: false | string): Promise<boolean>
}

export function createLinkActions(context: ActionContext): LinkActions {
  const { store, answers, instanceId } = context
  return {
    openLink(href, redirectUrl) {
      const { app, redirectDomains } = context.current()
      const decision = decideLink(href, redirectDomains, { returnUrl: context.pageOrigin(), ...(redirectUrl === undefined ? {} : { redirectUrl }) })
      if (decision.kind === 'refused') throw refused(decision.message)
      const waiting = store.get().links.filter((link) => link.app === app).length
      if (waiting >= PENDING_LINKS_MAX) throw refused(`${waiting} links of this app wait for the person already. Ask again when they are answered.`)
      const id = context.ids.newId('link')
      const answer = answers.wait(id, false)
      store.dispatch({ type: 'link.asked', link: { id, url: decision.url, app, instanceId, isTrusted: decision.kind === 'trusted' } })
      return answer
    },
  }
}
