import { useState } from 'react'

/**
 * What a component owns: made once, and anew only when a dependency changes. `useMemo` may forget, and forgets on each hot update, with all that was
 * pending in it. `create` has no effect of its own.
 */
export function useKept<T>(create: () => T, dependencies: readonly unknown[]): T {
  const [kept, setKept] = useState(() => ({ dependencies, value: create() }))
  if (dependencies.every((dependency, index) => Object.is(dependency, kept.dependencies[index]))) return kept.value
  const next = { dependencies, value: create() }
  setKept(next)
  return next.value
}
