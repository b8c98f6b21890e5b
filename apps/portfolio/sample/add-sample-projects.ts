import type { Portfolio } from '../api/create-portfolio.ts'
import { drawPhoto } from './draw-photo.ts'
import { SAMPLE_PROJECTS, type SamplePhoto, type SampleProject } from './sample-projects.ts'

export interface SampleWish {
  portfolio: Portfolio
  serviceKey: string
  /** Contractor in whose name. */
  owner: string
  newId(prefix: string): string
}

/** The sample projects, through the same doors as everybody's. Adds nothing to a contractor who has projects. @throws when the API refuses one */
export async function addSampleProjects(wish: SampleWish): Promise<{ added: number }> {
  const { count } = (await ask(wish, 'GET', '/api/projects')) as { count: number }
  if (count > 0) return { added: 0 }
  // the first is the newest in the list
  for (const sample of SAMPLE_PROJECTS.toReversed()) await addOne(wish, sample)
  return { added: SAMPLE_PROJECTS.length }
}

async function addOne(wish: SampleWish, { facts, photos, isPublished }: SampleProject): Promise<void> {
  const { project_id: id } = (await ask(wish, 'POST', '/api/projects', facts)) as { project_id: string }
  let heroId = ''
  for (const photo of photos) {
    const imageId = await addPhoto(wish, id, photo)
    if (photo.type === 'after') heroId = imageId
  }
  if (heroId !== '') await ask(wish, 'PUT', `/api/projects/${id}/hero`, { image_id: heroId })
  if (isPublished) await ask(wish, 'POST', `/api/projects/${id}/publish`)
}

async function addPhoto(wish: SampleWish, projectId: string, { fileName, type, altText, scene }: SamplePhoto): Promise<string> {
  const file = { file_name: fileName, content_type: 'image/jpeg', image_type: type, alt_text: altText }
  const { uploads } = (await ask(wish, 'POST', `/api/projects/${projectId}/uploads`, { files: [file] })) as { uploads: Array<{ upload_url: string }> }
  const [upload] = uploads
  if (upload === undefined) throw new Error(`${fileName} was refused`)
  const body = await drawPhoto(scene)
  const answer = await wish.portfolio.files.fetch(new Request(upload.upload_url, { method: 'PUT', headers: { 'content-type': 'image/jpeg' }, body }))
  if (!answer.ok) throw new Error(`${fileName} was not taken: ${await answer.text()}`)
  return ((await answer.json()) as { image_id: string }).image_id
}

async function ask({ portfolio, serviceKey, owner, newId }: SampleWish, method: string, path: string, body?: unknown): Promise<unknown> {
  const answer = await portfolio.api.fetch(
    new Request(`http://localhost${path}`, {
      method,
      headers: {
        authorization: `Bearer ${serviceKey}`,
        'x-contractor': owner,
        ...(method === 'GET' ? {} : { 'idempotency-key': newId('sample') }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    }),
  )
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`)
  return answer.json()
}
