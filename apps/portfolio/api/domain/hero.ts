import type { Project, ProjectImage } from './project.ts'

export type Hero = Pick<Project, 'heroImageId' | 'heroSource'>

/**
 * The hero after images have come or gone: a hero that is there stays, whoever chose it; else the first image whose bytes have arrived, chosen
 * by the project itself; else none. Pure.
 */
export function heroAmong(hero: Hero, images: ReadonlyArray<Pick<ProjectImage, 'id' | 'isConfirmed' | 'place'>>): Hero {
  const confirmed = images.filter(({ isConfirmed }) => isConfirmed).toSorted((a, b) => a.place - b.place)
  if (hero.heroImageId !== null && confirmed.some(({ id }) => id === hero.heroImageId)) return hero
  const [first] = confirmed
  return first === undefined ? { heroImageId: null, heroSource: null } : { heroImageId: first.id, heroSource: 'auto' }
}
