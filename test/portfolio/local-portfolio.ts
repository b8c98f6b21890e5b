import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildView } from '@lockstep/build'
import { goldenSchema } from '@lockstep/contract/golden'
import { answerSignIn, startDevAuth } from '@lockstep/dev-auth'
import { startHost } from '@lockstep/host'
import { createHostDriver, type HostDriver } from '@lockstep/host/playwright'
import { systemClock, systemIds } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import type { BrowserContext, Page } from 'playwright-core'
import pino from 'pino'
import { createPortfolio } from '../../apps/portfolio/api/create-portfolio.ts'
import { createPortfolioApp } from '../../apps/portfolio/server/portfolio-app.ts'
import { createPages } from '../../apps/portfolio/web/create-pages.ts'
import { freePort } from '../support/free-port.ts'

const PORTFOLIO = join(import.meta.dirname, '..', '..', 'apps', 'portfolio')
const VIEWS = { 'project-status': 'status', 'project-editor': 'editor', 'project-media': 'media', 'project-list': 'list' } as const
const SERVICE_KEY = 'service-key-of-the-tests'

export interface LocalPortfolio {
  host: HostDriver
  page: Page
  webUrl: string
  /** Failures that the portfolio would have logged. */
  failures: unknown[]
  close(): Promise<void>
}

/** What `npm start` starts of the portfolio, from an empty database, in the local ChatGPT, signed in as Ada. */
export async function openLocalPortfolio(context: BrowserContext): Promise<LocalPortfolio> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lockstep-local-portfolio-'))
  const html = new Map<string, string>()
  for (const [name, entry] of Object.entries(VIEWS)) {
    const { file } = await buildView({
      name,
      entry: join(PORTFOLIO, 'views', `${entry}.tsx`),
      outFile: join(dataDir, `${name}.html`),
      runtime: 'preact',
    })
    html.set(name, readFileSync(file, 'utf8'))
  }
  const [apiPort, filesPort] = [await freePort(), await freePort()]
  const [webUrl, filesUrl] = [`http://localhost:${apiPort}`, `http://localhost:${filesPort}`]
  const failures: unknown[] = []
  const portfolio = createPortfolio({
    dataDir,
    documents: memory({ clock: systemClock }),
    webUrl,
    filesUrl,
    serviceKey: SERVICE_KEY,
    linkSecret: 'link-secret-of-the-tests',
    clock: systemClock,
    ids: systemIds,
    onError: (error) => failures.push(error),
    pages: createPages,
    rate: 'off',
  })
  await portfolio.listen({ apiPort, filesPort })
  const auth = await startDevAuth({ port: 0, log: () => {} })
  const app = createPortfolioApp({
    store: memory({ clock: systemClock }),
    api: { fetch: portfolio.api.fetch, apiUrl: 'http://localhost', serviceKey: SERVICE_KEY },
    auth: { issuer: auth.issuer, scopes: ['portfolio'] },
    webUrl,
    filesUrl,
    secret: 'a secret of the tests',
    clock: systemClock,
    ids: systemIds,
    logger: pino({ level: 'silent' }),
    viewHtml: (name) => html.get(name) ?? '',
  })
  const server = await app.listen({ port: 0 })
  const golden = goldenSchema.parse(JSON.parse(readFileSync(join(PORTFOLIO, 'golden.json'), 'utf8')))
  const page = await context.newPage()
  const apps = [{ name: 'Portfolio', mcpUrl: server.mcpUrl, golden }]
  const running = await startHost({ apps, port: 0, sandboxPort: 0, dataDir: join(dataDir, 'host') })
  await Promise.all([page.goto(running.url), running.core.connect()])
  // the way of the browser is tested in test/host; here it is only gone
  await fetch(await answerSignIn(new URL(await running.core.servers.signIn('Portfolio')), { user: 'ada' }), { redirect: 'manual' })
  await page.getByText('connected', { exact: true }).first().waitFor()
  const host = createHostDriver(page, running)
  return {
    host,
    page,
    webUrl,
    failures,
    async close() {
      await host.close()
      await server.close()
      await portfolio.close()
      await auth.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
