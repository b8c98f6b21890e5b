import { Hono, type Context } from 'hono'
import type { PageParts } from '../api/create-portfolio.ts'
import type { PortfolioApi } from '../api/http/create-api.ts'
import { projectLinkSchema } from '../api/media/project-links.ts'
import { ApiRefusal, REFUSAL_STATUS } from '../api/refusal.ts'
import { assetOf } from './assets.ts'
import { findPublished } from './find-published.ts'
import { messagePage } from './message-page.ts'
import { pageHeaders } from './page-headers.ts'
import { previewBanner } from './preview-banner.ts'
import { projectPage } from './project-page.ts'
import { addUploaderRoutes } from './uploader-routes.ts'

/** The pages people open without ChatGPT: what is published, the preview before that, and the uploader. All of it is rendered here; scripts only add to it. */
export function createPages(parts: PageParts): PortfolioApi {
  const { store, images, tokens, webUrl, filesUrl } = parts
  const app = new Hono()
  app.use(pageHeaders(filesUrl))

  app.get('/p/:city/:slug', async (c) => {
    const { city, slug } = c.req.param()
    const found = await findPublished(store, `${city}/${slug}`)
    if (found === 'never') return message(c, 'NOT_FOUND', 'There is no such project', 'The address may be mistyped.')
    if (found === 'no-longer') return message(c, 'GONE', 'This project is no longer public', 'Its contractor has taken it back.')
    // asked for anew each time: what was taken back is gone at once
    c.header('cache-control', 'public, no-cache')
    return c.html(projectPage({ held: found, urlsOf: images.publicUrls, canonicalUrl: `${webUrl}/p/${city}/${slug}`, banner: null }))
  })

  app.get('/preview/:token', async (c) => {
    const link = tokens.verify('preview', c.req.param('token'), projectLinkSchema)
    if (link === null) return message(c, 'GONE', 'This preview has ended', 'Ask for a new one in ChatGPT: previews are open for an hour.')
    const held = await store.get(link.owner, link.projectId)
    return c.html(projectPage({ held, urlsOf: images.draftUrls, canonicalUrl: null, banner: previewBanner(held) }))
  })

  addUploaderRoutes(app, parts)

  app.get('/assets/:name', (c) => {
    const asset = assetOf(c.req.param('name'))
    if (asset === null) return message(c, 'NOT_FOUND', 'There is nothing here', 'The address may be mistyped.')
    return c.body(asset.text, 200, { 'content-type': asset.type, 'cache-control': 'public, max-age=31536000, immutable' })
  })
  app.get('/favicon.ico', (c) => c.body(null, 204))

  app.notFound((c) => message(c, 'NOT_FOUND', 'There is nothing here', 'The address may be mistyped.'))
  app.onError((error, c) => {
    if (error instanceof ApiRefusal && error.code === 'NOT_FOUND')
      return message(c, 'NOT_FOUND', 'There is no such project', 'It may have been deleted.')
    parts.onError(error)
    return message(c, 'SERVICE_UNAVAILABLE', 'This page cannot be shown just now', 'Nothing is lost. Load it again in a moment.')
  })
  return { fetch: (request) => app.fetch(request) }
}

function message(c: Context, code: 'NOT_FOUND' | 'GONE' | 'SERVICE_UNAVAILABLE', title: string, text: string): Response | Promise<Response> {
  return c.html(messagePage(title, text), REFUSAL_STATUS[code])
}
