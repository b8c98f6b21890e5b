import type { ResourceMeta } from '@lockstep/contract'
import type { ViewCspInput } from './view-csp.ts'

/** What a view can declare to open in. A view may ask for `pip` when it runs, but no declaration names it. */
export const VIEW_MODES = ['inline', 'fullscreen'] as const
export type DeclaredMode = (typeof VIEW_MODES)[number]

/** @see MCP Apps specification 2026-01-26 (checked 2026-11-21) */
export const VIEW_PERMISSIONS = ['camera', 'microphone', 'geolocation', 'clipboardWrite'] as const
export type ViewPermission = (typeof VIEW_PERMISSIONS)[number]

/** Where a view's document comes from: its source, which `lockstep build` and `lockstep dev` know, or a document made by hand. */
export type ViewSourceOptions =
  | {
      /** The module that renders the view, such as `./views/list.tsx`; served from `dist/views/<view name>.html` under the app's root, or from the view server in development. */
      entry: string
      html?: undefined
    }
  | {
      /** The whole document; asked on every list and read, so it may change while the server runs. Cache it yourself. */
      html: () => string | Promise<string>
      entry?: undefined
    }

/** What people and the model are told of a view. */
export interface ViewWords {
  /** Tells the model what the person sees, so that it does not narrate it. */
  describe: string
  /** True draws the host's card around it. */
  border: boolean
}

export interface ViewSettingsOptions {
  /** The unhashed name that stays readable. Default `ui://<app>/<name>.html`. */
  uri?: string
  /** Which other machines it may reach; nothing by default. In our words or either platform's. */
  csp?: ViewCspInput
  /** Origin with scheme under which ChatGPT serves it; never sent in the standard dialect, where each host wants another. */
  domain?: string
  /** How it may be shown. Default `['inline']`. */
  modes?: readonly DeclaredMode[]
  /** How it opens; one of `modes`. Default the first. Always sent, because a host that is told of both opens fullscreen. */
  preferredMode?: DeclaredMode
  /** What it asks the host's frame for. ChatGPT grants microphone and clipboardWrite only. */
  permissions?: readonly ViewPermission[]
  /**
   * True also serves it as `text/html+skybridge`, under a URI of its own that `openai/outputTemplate` then names: for hosts of 2025, which know
   * nothing else. Default false.
   */
  skybridge?: boolean
}

/** With `meta`, the object that goes under a resource's `_meta` as the platforms write it, what it says need not be said again; what is said wins. */
export type ViewOptions = ViewSourceOptions &
  ViewSettingsOptions &
  ((ViewWords & { meta?: undefined }) | (Partial<ViewWords> & { meta: Readonly<ResourceMeta> }))
