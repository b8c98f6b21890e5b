import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { request as requestHttp } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { memory } from '@lockstep/server/memory'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createPortfolio } from '../../apps/portfolio/api/create-portfolio.ts'
import { projectSchema } from '../../apps/portfolio/shared/api-types.ts'
import { photo, WHOLE } from './media-photos.ts'
import { asAnn, portfolioOptions } from './portfolio-options.ts'

let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'portfolio-'))
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

const script = path.join(import.meta.dirname, 'killed-portfolio.ts')

test.each([
  ['bytes', 0],
  ['commit', 1],
])(
  'S2.D.2 killed after the %s of a photo: no ghost, no loss, and the same address takes the photo again',
  async (when, imagesLeft) => {
    const { signal, stderr } = spawnSync(process.execPath, ['--conditions=@lockstep/source', script, dataDir, when], {
      encoding: 'utf8',
      timeout: 30_000,
    })
    expect(signal, stderr).toBe('SIGKILL')
    const { id, url } = JSON.parse(readFileSync(path.join(dataDir, 'told.json'), 'utf8')) as { id: string; url: string }
    const portfolio = createPortfolio(portfolioOptions(dataDir))
    try {
      const project = async () => {
        const response = await portfolio.web.fetch(new Request(`http://localhost:8002/api/projects/${id}`, { headers: asAnn('r') }))
        return projectSchema.parse(await response.json())
      }
      const found = await project()
      expect(found.title).toBe('Chimney rebuild')
      expect(found.images).toHaveLength(imagesLeft)
      expect(found.gate.can_publish).toBe(imagesLeft === 1)
      await portfolio.tidy()
      const response = await portfolio.files.fetch(new Request(url, { method: 'PUT', body: new Uint8Array(await photo('#102030')) }))
      expect(response.status).toBe(200)
      const { images } = await project()
      expect(images).toHaveLength(1)
      expect(await response.json()).toEqual({ image_id: images[0]?.image_id })
      const shown = await portfolio.files.fetch(new Request(images[0]?.url ?? ''))
      expect(shown.headers.get('content-type')).toBe('image/webp')
    } finally {
      await portfolio.close()
    }
  },
  60_000,
)

test('S2.D.2 a database that is away while a photo arrives: no ghost, and the same address takes it when it is back', async () => {
  const documents = memory()
  let isAway = false
  const errors: unknown[] = []
  const portfolio = createPortfolio({
    ...portfolioOptions(dataDir),
    documents: { ...documents, commit: (want, decide) => (isAway ? Promise.reject(new Error('away')) : documents.commit(want, decide)) },
    onError: (error) => errors.push(error),
  })
  const ask = async (route: string, key: string, body: object | null) => {
    const sent = body === null ? {} : { method: 'POST', body: JSON.stringify(body) }
    const response = await portfolio.web.fetch(new Request(`http://localhost:8002${route}`, { headers: asAnn(key), ...sent }))
    return (await response.json()) as Record<string, unknown>
  }
  const id = String((await ask('/api/projects', 'p', WHOLE))['project_id'])
  const granted = await ask(`/api/projects/${id}/uploads`, 'u', { files: [{ file_name: 'a.jpg', content_type: 'image/jpeg' }] })
  const url = String((granted['uploads'] as Array<Record<string, unknown>>)[0]?.['upload_url'])
  const put = async () => portfolio.files.fetch(new Request(url, { method: 'PUT', body: new Uint8Array(await photo('#102030')) }))
  isAway = true
  expect((await put()).status).toBe(502)
  expect(errors).toHaveLength(1)
  expect(await ask(`/api/projects/${id}`, 'r', null)).toMatchObject({ title: 'Chimney rebuild', images: [] })
  isAway = false
  expect((await put()).status).toBe(200)
  expect(projectSchema.parse(await ask(`/api/projects/${id}`, 'r', null)).images).toHaveLength(1)
  await portfolio.close()
})

test('listens on the loopback addresses, answers to no other name, and serves the API and the photos apart', async () => {
  const [apiPort, filesPort] = [await freePort(), await freePort()]
  const portfolio = createPortfolio({
    ...portfolioOptions(dataDir),
    webUrl: `http://localhost:${apiPort}`,
    filesUrl: `http://localhost:${filesPort}`,
  })
  const second = createPortfolio(portfolioOptions(path.join(dataDir, 'second')))
  try {
    await portfolio.listen({ apiPort, filesPort })
    const list = `http://127.0.0.1:${apiPort}/api/projects`
    expect((await fetch(list, { headers: asAnn('r') })).status).toBe(200)
    expect((await fetch(list)).status).toBe(401)
    expect((await fetch(`http://localhost:${apiPort}/api/openapi.json`)).status).toBe(200)
    expect((await fetch(`http://127.0.0.1:${filesPort}/api/projects`, { headers: asAnn('r') })).status).toBe(404)
    expect(await statusAs(apiPort, 'evil.example')).toBe(421)
    await expect(second.listen({ apiPort, filesPort })).rejects.toThrow('EADDRINUSE')
  } finally {
    await Promise.all([portfolio.close(), second.close()])
  }
  await expect(fetch(`http://127.0.0.1:${apiPort}/api/openapi.json`)).rejects.toThrow('fetch failed')
})

function statusAs(port: number, host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    requestHttp({ host: '127.0.0.1', port, path: '/api/openapi.json', headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })
}
