import { decideLink } from '../external-link.ts'
import { refused } from '../view-refusal.ts'
import type { ActionContext } from './action-context.ts'

/** Links of one app that may wait for the person: each is a dialog. */
const PENDING_LINKS_MAX = 3

export interface LinkActions {
  openLink(href: string, redirectUrl?: false | string): void
}

export function createLinkActions(context: ActionContext): LinkActions {
  const { store } = context
  return {
    openLink(href, redirectUrl) {
      const { app, redirectDomains } = context.current()
      const decision = decideLink(href, redirectDomains, { returnUrl: context.pageOrigin(), ...(redirectUrl === undefined ? {} : { redirectUrl }) })
      if (decision.kind === 'refused') throw refused(decision.message)
      const waiting = store.get().links.filter((link) => link.app === app).length
      if (waiting >= PENDING_LINKS_MAX) throw refused(`${waiting} links of this app wait for the person already. Ask again when they are answered.`)
      store.dispatch({ type: 'link.asked', link: { id: context.ids.newId('link'), url: decision.url, app, isTrusted: decision.kind === 'trusted' } })
    },
  }
}
