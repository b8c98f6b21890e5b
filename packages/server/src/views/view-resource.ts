import { MIME_MCP_APP, RESOURCE_META, type UiCsp } from '@lockstep/contract'
import type { Resource, TextResourceContents } from '@modelcontextprotocol/server'
import type { LoadedView, View, ViewCsp } from './view.ts'

/** The item of resources/list; its metadata is the fallback of the one on the contents. */
export function viewResource(loaded: LoadedView): Resource {
  const { view } = loaded
  return { uri: loaded.uri, name: view.name, description: view.options.describe, mimeType: MIME_MCP_APP, _meta: viewMeta(view) }
}

/** The item of resources/read, under the URI that was asked for. */
export function viewContents(loaded: LoadedView, requestedUri: string): TextResourceContents {
  return { uri: requestedUri, mimeType: MIME_MCP_APP, text: loaded.html, _meta: viewMeta(loaded.view) }
}

/**
 * Both dialects from one declaration. `ui.domain` is left out: one host refuses the value another demands.
 * @see chatgpt-contract sections 9.1 and 10
 */
function viewMeta(view: View): Record<string, unknown> {
  const { border, csp, describe, domain } = view.options
  return {
    [RESOURCE_META.ui]: { prefersBorder: border, csp: standardCsp(csp ?? {}) },
    [RESOURCE_META.widgetDescription]: describe,
    [RESOURCE_META.widgetPrefersBorder]: border,
    [RESOURCE_META.widgetCSP]: aliasCsp(csp ?? {}),
    ...(domain === undefined ? {} : { [RESOURCE_META.widgetDomain]: domain }),
  }
}

function standardCsp(csp: ViewCsp): UiCsp {
  const frames = csp.frame === undefined ? {} : { frameDomains: [...csp.frame] }
  return { connectDomains: [...(csp.connect ?? [])], resourceDomains: [...(csp.resource ?? [])], ...frames }
}

function aliasCsp(csp: ViewCsp): Record<string, string[]> {
  return {
    connect_domains: [...(csp.connect ?? [])],
    resource_domains: [...(csp.resource ?? [])],
    ...(csp.frame === undefined ? {} : { frame_domains: [...csp.frame] }),
    ...(csp.redirect === undefined ? {} : { redirect_domains: [...csp.redirect] }),
  }
}
