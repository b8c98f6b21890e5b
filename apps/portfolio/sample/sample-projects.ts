import type { ApiImage, CreateProject } from '../shared/api-types.ts'
import type { Scene } from './draw-photo.ts'

export interface SamplePhoto {
  fileName: string
  type: NonNullable<ApiImage['image_type']>
  altText: string
  scene: Scene
}

export interface SampleProject {
  facts: CreateProject
  photos: readonly SamplePhoto[]
  isPublished: boolean
}

const scene = (seed: number, wish: Partial<Scene>): Scene => ({ seed, hue: 14, wear: 0, built: 1, hearth: 'none', bricksAcross: 12, ...wish })

/** The work of a contractor who does not exist. The first is whole and public, the second lacks what is only recommended, the third cannot be published. */
export const SAMPLE_PROJECTS: readonly SampleProject[] = [
  {
    facts: {
      title: 'Brick fireplace rebuilt from the hearth up',
      project_type: 'Fireplace rebuild',
      city: 'Denver',
      state: 'CO',
      neighborhood: 'Park Hill',
      duration: '9 days',
      materials: ['Reclaimed brick', 'Lime mortar', 'Oak mantel'],
      techniques: ['Hand-raked joints', 'Corbelled smoke chamber'],
      tags: ['Fireplace', 'Brick', 'Restoration'],
      summary: 'A fireplace of 1924 that had not been lit for thirty years, taken down brick by brick and built again from the same ones.',
      challenge:
        'The firebox had moved away from the chimney behind it, and a third of the facing was loose. Every joint had been pointed with hard cement, which had split the soft old bricks.\n\nThe owners wished to keep the face of it as it was, and to light it again.',
      solution:
        'We numbered the bricks of the face, took them down and cleaned them by hand. The firebox was laid anew in firebrick, with a smoke chamber that fits the old flue, and the face was put back in lime mortar of the color the first one had.',
      results: 'It draws on the first match. Of 412 bricks of the face, 371 are the old ones, in their old places.',
      outcome_highlights: [
        '371 of 412 bricks used again',
        'Passed its level 2 inspection at the first visit',
        'Lit for the first time since the nineties',
      ],
    },
    photos: [
      {
        fileName: 'fireplace-before.jpg',
        type: 'before',
        altText: 'Gray, crooked bricks around a cold hearth; many of them are missing',
        scene: scene(7, { wear: 0.22, hearth: 'cold', hue: 18 }),
      },
      {
        fileName: 'fireplace-progress.jpg',
        type: 'progress',
        altText: 'The lower half of the wall, laid anew, under bare plaster',
        scene: scene(11, { built: 0.45 }),
      },
      {
        fileName: 'fireplace-after.jpg',
        type: 'after',
        altText: 'A fire burns in the rebuilt fireplace, under an oak mantel',
        scene: scene(13, { hearth: 'lit' }),
      },
      {
        fileName: 'fireplace-detail.jpg',
        type: 'detail',
        altText: 'Red bricks from near, with even joints of pale mortar',
        scene: scene(17, { bricksAcross: 4 }),
      },
    ],
    isPublished: true,
  },
  {
    facts: {
      title: 'Garden wall along a slope',
      project_type: 'Retaining wall',
      city: 'Boulder',
      state: 'CO',
      summary: 'A dry-laid wall of local sandstone that holds a steep garden.',
    },
    photos: [
      { fileName: 'wall-progress.jpg', type: 'progress', altText: '', scene: scene(23, { hue: 34, built: 0.6, bricksAcross: 7 }) },
      { fileName: 'wall-after.jpg', type: 'after', altText: '', scene: scene(29, { hue: 34, bricksAcross: 7 }) },
    ],
    isPublished: false,
  },
  { facts: { title: 'Chimney repointing', project_type: 'Chimney repair' }, photos: [], isPublished: false },
]
