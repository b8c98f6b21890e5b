/** UTF-16 units of each text of a project. */
export const TEXT_LIMITS = {
  title: 200,
  projectType: 100,
  city: 100,
  state: 50,
  neighborhood: 100,
  duration: 50,
  summary: 500,
  challenge: 2_000,
  solution: 2_000,
  results: 2_000,
  description: 5_000,
  seoTitle: 70,
  seoDescription: 160,
  altText: 300,
  fileName: 255,
} as const

/** Projects of one contractor. */
export const PROJECTS_MAX = 1_000
/** Images of a project. */
export const IMAGES_MAX = 40
/** Bytes of one upload. */
export const UPLOAD_MAX_BYTES = 10_000_000
/** Projects of one page of a list. */
export const LIST_LIMIT_MAX = 50
export const LIST_LIMIT_DEFAULT = 10
