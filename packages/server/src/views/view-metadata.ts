import { RESOURCE_META, type ResourceMeta, type UiCsp } from '@lockstep/contract'
import type { ViewCsp } from './view-csp.ts'
import type { ViewSettings } from './view.ts'

/** Which metadata is emitted: the standard's alone, or OpenAI's beside it. */
export type Dialects = 'both' | 'standard'

/** `_meta` of a view, on its contents and its list entry alike. @see chatgpt-contract sections 9.1 and 10 */
export function viewMeta(settings: ViewSettings, dialects: Dialects, devOrigin: string | null): ResourceMeta {
  const csp = devOrigin === null ? settings.csp : withDevOrigin(settings.csp, devOrigin)
  return { ...standardMeta(settings, csp), ...(dialects === 'both' ? openAiMeta(settings, csp) : redirectsOnly(csp)) }
}

/** `ui.domain` is left out: one host refuses the value another demands. */
function standardMeta({ border, permissions }: ViewSettings, csp: ViewCsp): ResourceMeta {
  const asked = permissions.length === 0 ? {} : { permissions: Object.fromEntries(permissions.map((permission) => [permission, {}])) }
  return { [RESOURCE_META.ui]: { prefersBorder: border, csp: standardCsp(csp), ...asked } }
}

function openAiMeta({ describe, border, domain, modes, preferredMode }: ViewSettings, csp: ViewCsp): ResourceMeta {
  return {
    [RESOURCE_META.openaiUi]: { availableDisplayModes: [...modes], preferredDisplayMode: preferredMode },
    [RESOURCE_META.widgetDescription]: describe,
    [RESOURCE_META.widgetPrefersBorder]: border,
    [RESOURCE_META.widgetCSP]: openAiCsp(csp),
    ...(domain === null ? {} : { [RESOURCE_META.widgetDomain]: domain }),
  }
}

/** The one list that the standard has no name for. */
function redirectsOnly(csp: ViewCsp): ResourceMeta {
  return csp.redirect === undefined ? {} : { [RESOURCE_META.widgetCSP]: openAiCsp(csp) }
}

function standardCsp(csp: ViewCsp): UiCsp {
  return {
    connectDomains: [...(csp.connect ?? [])],
    resourceDomains: [...(csp.resource ?? [])],
    ...(csp.frame === undefined ? {} : { frameDomains: [...csp.frame] }),
    ...(csp.baseUri === undefined ? {} : { baseUriDomains: [...csp.baseUri] }),
  }
}

function openAiCsp(csp: ViewCsp): Record<string, string[]> {
  return {
    connect_domains: [...(csp.connect ?? [])],
    resource_domains: [...(csp.resource ?? [])],
    ...(csp.frame === undefined ? {} : { frame_domains: [...csp.frame] }),
    ...(csp.redirect === undefined ? {} : { redirect_domains: [...csp.redirect] }),
  }
}

/** The view server of development, and its socket for edits. */
function withDevOrigin(csp: ViewCsp, origin: string): ViewCsp {
  const socket = origin.replace(/^http/, 'ws')
  return { ...csp, connect: [...(csp.connect ?? []), origin, socket], resource: [...(csp.resource ?? []), origin] }
}
