import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemIds } from '@lockstep/server'
import { memory } from '@lockstep/server/memory'
import { createPortfolio, type Portfolio } from '../../apps/portfolio/api/create-portfolio.ts'
import { addSampleProjects } from '../../apps/portfolio/sample/add-sample-projects.ts'
import { drawPhoto } from '../../apps/portfolio/sample/draw-photo.ts'
import type { ApiList, ApiProject } from '../../apps/portfolio/shared/api-types.ts'
import { createPages } from '../../apps/portfolio/web/create-pages.ts'
import { freePort } from '../support/free-port.ts'

export const TEST_SERVICE_KEY = 'service-key-of-the-tests'

export interface PagesSetup {
  portfolio: Portfolio
  webUrl: string
  filesUrl: string
  /** Failures that would have been logged. */
  failures: unknown[]
  /** @throws when the API refuses */
  ask<T>(method: string, path: string, body?: unknown): Promise<T>
  /** Ann's sample project of this title. */
  sample(title: RegExp): Promise<ApiProject>
  /** An image of a project, by its bytes. */
  addPhoto(projectId: string, labels?: object): Promise<string>
  link(projectId: string, kind: 'preview' | 'uploader'): Promise<string>
  /** A page, without a browser. */
  get(url: string): Promise<Response>
  /** Moves the clock on. */
  pass(ms: number): void
  close(): Promise<void>
}

/** The portfolio with its pages and Ann's sample projects; on two ports of this machine when a browser is to reach it. */
export async function setUpPages({ isListening }: { isListening: boolean }): Promise<PagesSetup> {
  const dataDir = mkdtempSync(join(tmpdir(), 'lockstep-pages-'))
  const [apiPort, filesPort] = isListening ? [await freePort(), await freePort()] : [8_002, 8_003]
  const [webUrl, filesUrl] = [`http://localhost:${apiPort}`, `http://localhost:${filesPort}`]
  const clock = { time: 1_800_000_000_000, now: () => clock.time }
  const failures: unknown[] = []
  const newId = (prefix: string): string => systemIds.newId(prefix)
  const portfolio = createPortfolio({
    dataDir,
    documents: memory({ clock }),
    webUrl,
    filesUrl,
    serviceKey: TEST_SERVICE_KEY,
    linkSecret: 'link-secret-of-the-tests',
    clock,
    ids: systemIds,
    onError: (error) => failures.push(error),
    pages: createPages,
    rate: 'off',
  })
  await addSampleProjects({ portfolio, serviceKey: TEST_SERVICE_KEY, owner: 'ann', newId })
  if (isListening) await portfolio.listen({ apiPort, filesPort })

  async function ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = {
      authorization: `Bearer ${TEST_SERVICE_KEY}`,
      'x-contractor': 'ann',
      'idempotency-key': newId('key'),
      'content-type': 'application/json',
    }
    const answer = await portfolio.api.fetch(
      new Request(`${webUrl}${path}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) }),
    )
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
    const text = await answer.text()
    return (text === '' ? null : JSON.parse(text)) as T
  }

  return {
    portfolio,
    webUrl,
    filesUrl,
    failures,
    ask,
    async sample(title) {
      const { projects } = await ask<ApiList>('GET', '/api/projects')
      const found = projects.find((project) => title.test(project.title))
      if (found === undefined) throw new Error(`no sample project ${String(title)}`)
      return ask<ApiProject>('GET', `/api/projects/${found.project_id}`)
    },
    async addPhoto(projectId, labels = {}) {
      const file = { file_name: 'photo.jpg', content_type: 'image/jpeg', ...labels }
      const { uploads } = await ask<{ uploads: Array<{ upload_url: string }> }>('POST', `/api/projects/${projectId}/uploads`, { files: [file] })
      const body = await drawPhoto({ seed: 3, hue: 20, wear: 0, built: 1, hearth: 'none', bricksAcross: 3 })
      const answer = await portfolio.files.fetch(new Request(uploads[0]?.upload_url ?? '', { method: 'PUT', body }))
      return ((await answer.json()) as { image_id: string }).image_id
    },
    link: async (projectId, kind) => (await ask<{ url: string }>('POST', `/api/projects/${projectId}/${kind}-link`)).url,
    get: async (url) => portfolio.web.fetch(new Request(url)),
    pass: (ms) => {
      clock.time += ms
    },
    async close() {
      await portfolio.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}
