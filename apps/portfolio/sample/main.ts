import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import process from 'node:process'
import { systemClock, systemIds } from '@lockstep/server'
import { createPortfolio } from '../api/create-portfolio.ts'
import { installationOf, originsOf } from '../api/open-portfolio.ts'
import { keyFor } from '../api/read-key.ts'
import { contractorOf } from '../server/contractor.ts'
import { addSampleProjects } from './add-sample-projects.ts'
import { drawPhoto } from './draw-photo.ts'
import { SAMPLE_PROJECTS } from './sample-projects.ts'

// Gives Ada, a user of the development sign-in, the sample projects, and draws the photos of the first one into a folder, for an upload by hand.
const { env } = process
const issuer = env['LOCKSTEP_DEV_AUTH'] ?? 'http://localhost:4702'
const { dataDir, key } = installationOf(env)
const { webUrl, filesUrl } = originsOf(env)
const [serviceKey, linkSecret] = [keyFor(key, 'service'), keyFor(key, 'links')]
const onError = (error: unknown): void => void process.stderr.write(`${String(error)}\n`)
const portfolio = createPortfolio({ dataDir, webUrl, filesUrl, serviceKey, linkSecret, clock: systemClock, ids: systemIds, onError })
const { added } = await addSampleProjects({ portfolio, serviceKey, owner: contractorOf(`${issuer} ada`), newId: (prefix) => systemIds.newId(prefix) })
await portfolio.close()

const folder = path.join(dataDir, 'sample-photos')
mkdirSync(folder, { recursive: true })
for (const { fileName, scene } of SAMPLE_PROJECTS[0]?.photos ?? []) writeFileSync(path.join(folder, fileName), await drawPhoto(scene))
process.stdout.write(
  `${added === 0 ? 'Ada has projects already: none were added.' : `Ada has ${added} sample projects.`}\nPhotos to upload: ${folder}\n`,
)
