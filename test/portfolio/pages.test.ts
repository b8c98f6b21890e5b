import { afterAll, beforeAll, expect, test } from 'vitest'
import { setUpPages, type PagesSetup } from './pages-setup.ts'

let pages: PagesSetup
beforeAll(async () => void (pages = await setUpPages({ isListening: false })))
afterAll(async () => {
  await pages.close()
  expect(pages.failures).toEqual([])
})

test('K8 a published page shows public copies of its photos alone; a preview shows signed ones', async () => {
  const project = await pages.sample(/fireplace/)
  const shown = await (await pages.get(project.url ?? '')).text()
  expect(shown).toContain(`${pages.filesUrl}/i/`)
  expect(shown).not.toContain(`${pages.filesUrl}/d/`)
  const preview = await (await pages.get(await pages.link(project.project_id, 'preview'))).text()
  expect(preview).toContain(`${pages.filesUrl}/d/`)
  expect(preview).not.toContain(`${pages.filesUrl}/i/`)
  const addresses = [...shown.matchAll(/<img src="([^"]+)"/g)].map(([, address = '']) => address)
  // the cover is the photo of after, too
  expect(new Set(addresses).size).toBe(4)
  for (const address of addresses) expect((await pages.portfolio.files.fetch(new Request(address))).status).toBe(200)
})

test('a published page is for search engines; previews, uploaders and what is not there are not', async () => {
  const project = await pages.sample(/fireplace/)
  const shown = await pages.get(project.url ?? '')
  expect(shown.headers.get('x-robots-tag')).toBeNull()
  const html = await shown.text()
  expect(html).not.toContain('noindex')
  expect(html).toContain(`<link rel="canonical" href="${project.url ?? ''}"`)
  expect(html).not.toContain('"ann"')
  for (const address of [
    await pages.link(project.project_id, 'preview'),
    await pages.link(project.project_id, 'uploader'),
    `${pages.webUrl}/p/denver-co/never`,
    `${pages.webUrl}/preview/x.y`,
  ]) {
    const hidden = await pages.get(address)
    expect(hidden.headers.get('x-robots-tag')).toBe('noindex, nofollow')
    expect(hidden.headers.get('cache-control')).toBe('no-store')
    expect(hidden.headers.get('referrer-policy')).toBe('no-referrer')
    expect(await hidden.text()).toContain('content="noindex, nofollow"')
  }
})

test('a page names no script, style or frame but its own, and nobody may frame it', async () => {
  const { url } = await pages.sample(/fireplace/)
  const policy = (await pages.get(url ?? '')).headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).not.toMatch(/unsafe|\*/)
})

test('what was never public is 404, what is public no longer is 410, and published again it has its old address', async () => {
  const { project_id: id } = await pages.ask<{ project_id: string }>('POST', '/api/projects', {
    title: 'Stoop',
    project_type: 'Stairs',
    city: 'Denver',
    state: 'CO',
  })
  await pages.addPhoto(id)
  const publish = () => pages.ask<{ url: string }>('POST', `/api/projects/${id}/publish`)
  const { url } = await publish()
  expect((await pages.get(url)).status).toBe(200)
  await pages.ask('PATCH', `/api/projects/${id}`, { title: 'Front stoop' })
  expect(await (await pages.get(url)).text()).toContain('Front stoop')
  await pages.ask('DELETE', `/api/projects/${id}/publish`)
  const gone = await pages.get(url)
  expect(gone.status).toBe(410)
  expect(await gone.text()).not.toContain('Front stoop')
  expect((await publish()).url).toBe(url)
  expect((await pages.get(url)).status).toBe(200)
  await pages.ask('DELETE', `/api/projects/${id}/publish`)
  await pages.ask('DELETE', `/api/projects/${id}`)
  expect((await pages.get(url)).status).toBe(410)
  for (const path of ['/p/denver-co/never', '/p/denver-co/%2e%2e%2fx', '/p/denver-co', '/', '/assets/pages.css', '/assets/..%2fpage-shell.ts'])
    expect((await pages.get(`${pages.webUrl}${path}`)).status, path).toBe(404)
})

test('S2.P.3 a preview says what is needed and what is only recommended, as the gate has it', async () => {
  const lacking = await pages.sample(/Chimney/)
  const text = await (await pages.get(await pages.link(lacking.project_id, 'preview'))).text()
  expect(text).toContain('Needed before it can be published: the city, the state, a photo, and a cover photo.')
  const fit = await pages.sample(/Garden/)
  const other = await (await pages.get(await pages.link(fit.project_id, 'preview'))).text()
  expect(other).not.toContain('Needed before')
  expect(other).toContain('Would make it better: the challenge, the solution, the results, outcomes, and descriptions of all photos.')
})

test('S2.C.2 a description written by hand is the story of the page', async () => {
  const { project_id: id } = await pages.sample(/Chimney/)
  await pages.ask('PATCH', `/api/projects/${id}/sections`, { challenge: 'Soot.' })
  await pages.ask('PATCH', `/api/projects/${id}`, { description: 'Told by hand.\n\nIn two parts.' })
  const text = await (await pages.get(await pages.link(id, 'preview'))).text()
  expect(text).toContain('<p dir="auto">Told by hand.</p>')
  expect(text).not.toContain('Soot.')
})

test('S2.C.2 no paragraph of a description written by hand is left out, however little it says', async () => {
  const { project_id: id } = await pages.sample(/Chimney/)
  await pages.ask('PATCH', `/api/projects/${id}`, { description: 'What was left of it?\n\nNone\n\n* * *\n\nAll is new.' })
  const html = await (await pages.get(await pages.link(id, 'preview'))).text()
  expect([...html.matchAll(/<p dir="auto">([^<]*)<\/p>/g)].map(([, text]) => text)).toEqual(
    expect.arrayContaining(['What was left of it?', 'None', '* * *', 'All is new.']),
  )
})

test('a link ends after an hour, opens one kind of page, and cannot be made up', async () => {
  const { project_id: id } = await pages.sample(/Garden/)
  const [preview, uploader] = [await pages.link(id, 'preview'), await pages.link(id, 'uploader')]
  expect((await pages.get(preview)).status).toBe(200)
  expect((await pages.get(uploader)).status).toBe(200)
  expect((await pages.get(preview.replace('/preview/', '/upload/'))).status).toBe(410)
  expect((await pages.get(uploader.replace('/upload/', '/preview/'))).status).toBe(410)
  expect((await pages.get(`${preview}x`)).status).toBe(410)
  pages.pass(3_600_001)
  expect((await pages.get(preview)).status).toBe(410)
  const ended = await pages.portfolio.web.fetch(
    new Request(`${uploader}/addresses`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ files: [{ file_name: 'a.jpg', content_type: 'image/jpeg' }] }),
    }),
  )
  expect(ended.status).toBe(410)
  expect(await ended.json()).toMatchObject({ error: { code: 'GONE', message: expect.stringContaining('Ask for a new one') } })
})
