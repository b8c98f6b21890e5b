import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { sqlite } from '@lockstep/server/sqlite'
import { createPortfolio } from '../../apps/portfolio/api/create-portfolio.ts'
import { diskFiles } from '../../apps/portfolio/api/files/disk-files.ts'
import { photo, WHOLE } from './media-photos.ts'
import { asAnn, portfolioOptions } from './portfolio-options.ts'

// A portfolio whose process dies while it takes a photo. Arguments: its folder, and when: `bytes` = kept, but not yet part of the project;
// `commit` = part of it, but nobody was told. Leaves what it had told before in told.json.
const [, , dataDir = '', when = ''] = process.argv
let isArmed = false
const die = (at: string): void => {
  if (isArmed && at === when) process.kill(process.pid, 'SIGKILL')
}
const disk = diskFiles(path.join(dataDir, 'photos'))
const documents = sqlite(path.join(dataDir, 'portfolio.db'))
const portfolio = createPortfolio({
  ...portfolioOptions(dataDir),
  documents: {
    ...documents,
    async commit(want, decide) {
      die('bytes')
      const done = await documents.commit(want, decide)
      die('commit')
      return done
    },
  },
  files: disk,
})
const ask = async (route: string, key: string, body: object): Promise<Record<string, unknown>> => {
  const request = new Request(`http://localhost:8002${route}`, { method: 'POST', headers: asAnn(key), body: JSON.stringify(body) })
  return (await (await portfolio.web.fetch(request)).json()) as Record<string, unknown>
}
const id = String((await ask('/api/projects', 'p', WHOLE))['project_id'])
const granted = await ask(`/api/projects/${id}/uploads`, 'u', { files: [{ file_name: 'a.jpg', content_type: 'image/jpeg' }] })
const url = String((granted['uploads'] as Array<Record<string, unknown>>)[0]?.['upload_url'])
writeFileSync(path.join(dataDir, 'told.json'), JSON.stringify({ id, url }))
isArmed = true
await portfolio.files.fetch(new Request(url, { method: 'PUT', body: new Uint8Array(await photo('#102030')) }))
