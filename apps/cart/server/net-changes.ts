import type { Change } from '@lockstep/sync'

/** Changes as they are told: what one side did to one entry in a row is one change, from before the first to after the last. */
export function netChanges(changes: readonly Change[]): Change[] {
  const net: Change[] = []
  for (const change of changes) {
    const at = net.findLastIndex(({ field, id }) => field === change.field && id === change.id)
    const earlier = net[at]
    if (earlier === undefined || earlier.by !== change.by) net.push(change)
    else net[at] = { ...change, from: earlier.from }
  }
  return net.filter(({ from, to }) => from !== to)
}
