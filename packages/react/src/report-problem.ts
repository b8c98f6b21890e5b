declare const process: { readonly env: { readonly NODE_ENV?: string } }

/** Something a developer should mend; the view goes on. */
export interface ViewProblem {
  /** `state_secret`, `state_personal`, `state_too_large`, `state_not_kept`, `reconcile_failed`, … */
  readonly code: string
  /** Where, dotted. */
  readonly path: string
  /** What was expected, what was found, what was done about it; may be empty in production. Never the value itself. */
  readonly message: string
}

/** Bundlers put the word in, so that a production bundle has nothing of what stands behind this. */
export const IS_DEVELOPMENT: boolean = process.env.NODE_ENV !== 'production'

/** Says each problem once. Default listener: a warning on the developer's console, and nobody in production. */
export function createReporter(listener: ((problem: ViewProblem) => void) | undefined): (problem: ViewProblem) => void {
  const said = new Set<string>()
  return (problem) => {
    const once = `${problem.code} ${problem.path}`
    if (said.has(once)) return
    said.add(once)
    if (listener) listener(problem)
    // oxlint-disable-next-line no-console -- the console is where a developer of a view looks, and nobody else sees it
    else if (IS_DEVELOPMENT) console.warn(`[lockstep] ${problem.code} at ${problem.path}: ${problem.message}`)
  }
}
