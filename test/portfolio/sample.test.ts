import { expect, onTestFinished, test } from 'vitest'
import { addSampleProjects } from '../../apps/portfolio/sample/add-sample-projects.ts'
import { drawPhoto } from '../../apps/portfolio/sample/draw-photo.ts'
import { SAMPLE_PROJECTS } from '../../apps/portfolio/sample/sample-projects.ts'
import { contractorOf } from '../../apps/portfolio/server/contractor.ts'
import { setUpMcp } from './mcp-setup.ts'
import { setUpPages, TEST_SERVICE_KEY } from './pages-setup.ts'

test('of the sample projects one is public, one is fit to be, one lacks much; added again they are no more', async () => {
  const pages = await setUpPages({ isListening: false })
  onTestFinished(() => pages.close())
  const projects = await Promise.all([/fireplace/, /Garden/, /Chimney/].map((title) => pages.sample(title)))
  expect(projects.map(({ status, gate }) => [status, gate.can_publish, gate.recommended_missing.length > 0])).toEqual([
    ['published', true, false],
    ['draft', true, true],
    ['draft', false, true],
  ])
  const wish = { portfolio: pages.portfolio, serviceKey: TEST_SERVICE_KEY, owner: 'ann', newId: () => 'again' }
  expect(await addSampleProjects(wish)).toEqual({ added: 0 })
})

test('a sample photo says where it was taken, the same each time; what is stored of it does not', async () => {
  const [photo] = SAMPLE_PROJECTS[0]?.photos ?? []
  if (photo === undefined) throw new Error('no sample photo')
  const bytes = Buffer.from(await drawPhoto(photo.scene))
  expect(bytes.includes('Exif')).toBe(true)
  expect(bytes.equals(Buffer.from(await drawPhoto(photo.scene)))).toBe(true)
  const pages = await setUpPages({ isListening: false })
  onTestFinished(() => pages.close())
  const { images } = await pages.sample(/fireplace/)
  const stored = Buffer.from(await (await pages.portfolio.files.fetch(new Request(images[0]?.url ?? ''))).arrayBuffer())
  expect(stored.subarray(8, 12).toString()).toBe('WEBP')
  for (const word of ['Exif', 'EXIF', 'GPS', 'Lockstep']) expect([word, stored.includes(word)]).toEqual([word, false])
  expect([images[0]?.width, images[0]?.height]).toEqual([1_600, 1_200])
})

test('the samples are for Ada as the MCP server knows her', async () => {
  const mcp = await setUpMcp()
  onTestFinished(() => mcp.close())
  await (await mcp.contractor('ada')).call('list_projects')
  expect(mcp.owners.at(-1)).toBe(contractorOf(`${mcp.issuer} ada`))
})
