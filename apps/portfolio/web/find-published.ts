import { z } from 'zod'
import { ADDRESS_KIND } from '../api/http/publish-routes.ts'
import type { HeldProject, ProjectStore } from '../api/store/project-store.ts'

const addressSchema = z.object({ projectId: z.string() })

/** The project behind a public address `<city>/<slug>`: as it is, `no-longer` when it was public once, `never` when nothing was. */
export async function findPublished(store: ProjectStore, address: string): Promise<HeldProject | 'no-longer' | 'never'> {
  const { records } = await store.documents.load({ documentId: '', records: [{ kind: ADDRESS_KIND, key: address }] })
  const record = records.get(`${ADDRESS_KIND}:${address}`)
  if (record === undefined) return 'never'
  const held = await store.find(addressSchema.parse(record.value).projectId)
  return held?.project.status === 'published' ? held : 'no-longer'
}
