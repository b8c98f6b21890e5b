import type { StoredRecord, Write } from '@lockstep/sync'
import { z } from 'zod'
import type { ProjectStatus, StoredProject } from '../domain/index.ts'

/** What a list shows of a project without reading it. Times in milliseconds since 1970. */
const entrySchema = z.object({
  id: z.string(),
  title: z.string(),
  status: z.enum(['draft', 'published', 'archived']),
  createdAt: z.number(),
  updatedAt: z.number(),
  heroImageId: z.string().nullable(),
  imageCount: z.number(),
})
const indexSchema = z.object({ projects: z.array(entrySchema) })

export type IndexEntry = z.infer<typeof entrySchema>

export const OWNER_KIND = 'owner-projects'

export const SORTS = ['updated', 'created', 'title'] as const
export type Sort = (typeof SORTS)[number]

/** The projects of one owner, as they were last written beside them, in the same transactions. */
export function readIndex(record: StoredRecord | undefined): IndexEntry[] {
  if (record === undefined) return []
  return indexSchema.parse(record.value).projects
}

/** The index with this project as it is now; without it when it is null. */
export function indexWrite(owner: string, before: readonly IndexEntry[], id: string, stored: StoredProject | null): Write {
  const others = before.filter((entry) => entry.id !== id)
  const projects = stored === null ? others : [...others, entryOf(stored)]
  return { type: 'record', record: { kind: OWNER_KIND, key: owner, value: { projects }, expiresAt: null } }
}

function entryOf({ project, images }: StoredProject): IndexEntry {
  const { id, title, status, createdAt, updatedAt, heroImageId } = project
  return { id, title, status, createdAt, updatedAt, heroImageId, imageCount: images.length }
}

export interface ListWish {
  status: ProjectStatus | null
  sort: Sort
  limit: number
  offset: number
}

/** One page of an index; equal ones keep one order, so that no page shows a project twice. */
export function pageOfIndex(
  index: readonly IndexEntry[],
  { status, sort, limit, offset }: ListWish,
): { entries: IndexEntry[]; count: number; hasMore: boolean } {
  const wanted = index.filter((entry) => status === null || entry.status === status)
  const sorted = wanted.toSorted((a, b) => compare(a, b, sort) || (a.id < b.id ? -1 : 1))
  const entries = sorted.slice(offset, offset + limit)
  return { entries, count: wanted.length, hasMore: offset + entries.length < wanted.length }
}

function compare(a: IndexEntry, b: IndexEntry, sort: Sort): number {
  if (sort === 'title') return a.title.localeCompare(b.title, 'en', { sensitivity: 'base', numeric: true })
  return sort === 'updated' ? b.updatedAt - a.updatedAt : b.createdAt - a.createdAt
}
