export const PROJECT_STATUSES = ['draft', 'published', 'archived'] as const
export type ProjectStatus = (typeof PROJECT_STATUSES)[number]
export const IMAGE_TYPES = ['before', 'after', 'progress', 'detail'] as const
export type ImageType = (typeof IMAGE_TYPES)[number]

/** What a project tells; each may be empty. */
export interface Narrative {
  readonly summary: string
  readonly challenge: string
  readonly solution: string
  readonly results: string
  readonly outcomeHighlights: readonly string[]
}

export interface ProjectFacts {
  readonly title: string
  readonly projectType: string
  readonly city: string
  readonly state: string
  readonly neighborhood: string
  readonly duration: string
  readonly tags: readonly string[]
  readonly materials: readonly string[]
  readonly techniques: readonly string[]
  readonly seoTitle: string
  readonly seoDescription: string
}

/** A contractor's case study, as the API keeps it. Times in milliseconds since 1970. */
export interface Project extends ProjectFacts, Narrative {
  readonly id: string
  readonly ownerId: string
  readonly status: ProjectStatus
  readonly description: string
  /** The description was written by hand: it is never composed over. */
  readonly isDescriptionManual: boolean
  readonly heroImageId: string | null
  /** Who chose the hero; null = there is none. */
  readonly heroSource: 'auto' | 'user' | null
  /** Of the public address; given at the first publication and kept from then on, whatever the title becomes. */
  readonly slug: string | null
  readonly citySlug: string | null
  /** Grows with every change: the ETag. */
  readonly revision: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly publishedAt: number | null
}

/** One photo of a project. It counts once its bytes have arrived and were found to be a picture. */
export interface ProjectImage {
  readonly id: string
  readonly projectId: string
  readonly isConfirmed: boolean
  readonly type: ImageType | null
  readonly altText: string
  /** Place in the project, from 0, without gaps. */
  readonly place: number
  /** CSS pixels of the picture as it is shown; null until its bytes were read. */
  readonly widthPx: number | null
  readonly heightPx: number | null
  /** SHA-256 of the bytes as they came, in hex: two photos with the same are one. */
  readonly hash: string | null
  readonly fileName: string
  readonly createdAt: number
}
