/** What a package may import of its siblings, and what must stay out of it altogether. */
export interface Boundary {
  siblings: readonly string[] | 'any'
  /** Runs in a browser: nothing it reaches may be a module of Node. */
  isBrowserSafe?: true
  /** Packages that nothing it reaches may be; `view` and `react` are inlined into every view. */
  without?: readonly string[]
}

/** The import table of the design, section 2: the one place that says it. */
export const BOUNDARIES: Readonly<Record<string, Boundary>> = {
  'packages/contract': { siblings: [], isBrowserSafe: true },
  'packages/sync': { siblings: ['contract'], isBrowserSafe: true },
  'packages/view': { siblings: ['contract', 'sync'], isBrowserSafe: true, without: ['zod'] },
  'packages/react': { siblings: ['contract', 'sync', 'view'], isBrowserSafe: true, without: ['zod'] },
  'packages/server': { siblings: ['contract', 'sync'] },
  'packages/build': { siblings: ['contract'] },
  'packages/dev-auth': { siblings: [] },
  'packages/host': { siblings: ['contract'] },
  'packages/audit': { siblings: ['contract', 'host'] },
  'packages/cli': { siblings: 'any' },
  // its template is an app
  'packages/create-lockstep': { siblings: 'any' },
  'apps/*': { siblings: ['server', 'react', 'sync'] },
}

/** The row of a workspace folder, such as `packages/sync`; null when the table has none. */
export function boundaryOf(folder: string): Boundary | null {
  return BOUNDARIES[folder] ?? BOUNDARIES[`${folder.split('/')[0]}/*`] ?? null
}
