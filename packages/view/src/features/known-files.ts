import type { ViewRuntime } from '../view-runtime.ts'

/** Ids that uploads and picks of a runtime brought; the others are read from its snapshot. */
const issued = new WeakMap<ViewRuntime, Set<string>>()

export function rememberFile(runtime: ViewRuntime, fileId: string): void {
  const ids = issued.get(runtime) ?? new Set()
  issued.set(runtime, ids.add(fileId))
}

/**
 * Every file id this host is known to have issued to this view: uploads, picks, file inputs, file references in results, and what an earlier life of
 * the instance had shown to the model. Ids have no form to check (`sediment://file_…` has been seen).
 */
export function knownFileIds(runtime: ViewRuntime): ReadonlySet<string> {
  const { toolInput, toolResult, viewState } = runtime.getSnapshot()
  const found = new Set([...(issued.get(runtime) ?? []), ...viewState.imageIds])
  collect([toolInput, toolResult], found)
  return found
}

function collect(value: unknown, found: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, member] of Object.entries(value)) {
    if ((key === 'file_id' || key === 'fileId') && typeof member === 'string') found.add(member)
    collect(member, found)
  }
}
