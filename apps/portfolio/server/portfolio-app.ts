import { createApp, type App, type AppOptions, type AuthOptions } from '@lockstep/server'
import type { DocumentStore } from '@lockstep/sync'
import { createApiClient, type ApiClientOptions } from './api-client.ts'
import { declarePortfolioTools } from './portfolio-tools.ts'
import type { PortfolioViews } from './tool-parts.ts'

export interface PortfolioAppOptions {
  /** Of calls and their repeats; projects are the API's. */
  store: DocumentStore
  /** Where the projects are. */
  api: ApiClientOptions
  /** Who signs contractors in. */
  auth: AuthOptions
  /** Origin of the public pages, the preview and the uploader. */
  webUrl: string
  /** Origin of photos, which also takes uploads. */
  filesUrl: string
  secret: string
  clock: NonNullable<AppOptions['clock']>
  ids: NonNullable<AppOptions['ids']>
  logger?: NonNullable<AppOptions['logger']>
  /** A view as one HTML document, by its name. Default: what `lockstep build` made, or the view server's in development. */
  viewHtml?: (name: string) => string | Promise<string>
}

const INSTRUCTIONS =
  'A contractor writes up finished projects as case studies, with photos, and publishes them. Pass only what the person said; leave out what is not known. ' +
  'One question at a time: ask what `next_question` says. The person can change everything by hand in the views, so call get_project_status before you say how a project stands, ' +
  'and pass the latest `revision` as base_revision. You write the texts yourself. Publish, unpublish and delete only when the person says so.'

/** Where ChatGPT keeps the files of a conversation. */
const CHAT_FILES_URL = 'https://files.oaiusercontent.com'

/** The portfolio for ChatGPT: tools and views over the portfolio's API, which alone decides. */
export function createPortfolioApp(options: PortfolioAppOptions): App {
  const { store, api, auth, secret, clock, ids, logger } = options
  const app = createApp({
    name: 'portfolio',
    version: '0.1.0',
    instructions: INSTRUCTIONS,
    store,
    auth,
    secret,
    clock,
    ids,
    ...(logger === undefined ? {} : { logger }),
  })
  declarePortfolioTools({ app, api: createApiClient(api), views: declareViews(app, options), newId: (prefix) => ids.newId(prefix) })
  return app
}

function declareViews(app: App, { viewHtml, filesUrl, webUrl }: PortfolioAppOptions): PortfolioViews {
  const shared = {
    border: true,
    modes: ['inline', 'fullscreen'],
    preferredMode: 'inline',
    csp: { connect: [filesUrl, CHAT_FILES_URL], resource: [filesUrl], redirect: [webUrl] },
  } as const
  const source = (name: string, entry: string) => (viewHtml === undefined ? { entry } : { html: () => viewHtml(name) })
  return {
    status: app.view('project-status', {
      ...shared,
      ...source('project-status', './views/status.tsx'),
      describe:
        'The person sees the project here: cover, place, what publishing still needs and what would make it better. There is no need to list it again.',
    }),
    editor: app.view('project-editor', {
      ...shared,
      ...source('project-editor', './views/editor.tsx'),
      describe: 'The person reads and writes the story of the project here; what is written is saved by itself. There is no need to repeat it.',
    }),
    media: app.view('project-media', {
      ...shared,
      ...source('project-media', './views/media.tsx'),
      describe: 'The person adds, orders and labels photos here and chooses the cover. There is no need to list the photos again.',
    }),
    list: app.view('project-list', {
      ...shared,
      ...source('project-list', './views/list.tsx'),
      describe: 'The person sees their projects here and can open one. There is no need to list them again.',
    }),
  }
}
