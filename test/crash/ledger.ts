/** What one edit adds to each line; negative takes away. */
export type Deltas = Readonly<Record<string, number>>

export interface Bounds {
  /** Revision at or above which the cart has to be. */
  revision: number
  /** Epoch of all acknowledgements so far; null before the first. */
  epoch: string | null
  /** Quantity of each line: within these, whatever became of the edits without an answer. */
  lines: ReadonlyMap<string, { least: number; most: number }>
}

interface Sum {
  up: number
  down: number
}

/** Who asked for what in one cart, and what was acknowledged: the judge's own books, which know nothing of merging. */
export interface Ledger {
  /** An edit that will be sent until it is acknowledged; call the result when it is. */
  begin(deltas: Deltas): (acknowledged: { revision: number; epoch: string | null }) => void
  /** Takes what is certain now; ask the result after the cart was read. */
  beforeRead(): () => Bounds
  /** The exact quantities, once every edit is acknowledged. @throws when one is not. */
  exact(): ReadonlyMap<string, number>
  edits(): { begun: number; acknowledged: number }
}

export function createLedger(): Ledger {
  const begun = new Map<string, Sum>()
  const acknowledged = new Map<string, Sum>()
  const edits = { begun: 0, acknowledged: 0 }
  let revision = 0
  let epoch: string | null = null
  const add = (sums: Map<string, Sum>, deltas: Deltas) => {
    for (const [line, delta] of Object.entries(deltas)) {
      const { up, down } = sums.get(line) ?? { up: 0, down: 0 }
      sums.set(line, { up: up + Math.max(0, delta), down: down + Math.min(0, delta) })
    }
  }
  return {
    begin: (deltas) => {
      edits.begun += 1
      add(begun, deltas)
      return (reply) => {
        edits.acknowledged += 1
        add(acknowledged, deltas)
        revision = Math.max(revision, reply.revision)
        if (reply.epoch === null) return
        if (epoch !== null && epoch !== reply.epoch) throw new Error(`expected epoch ${epoch}, got ${reply.epoch}`)
        epoch = reply.epoch
      }
    },
    beforeRead: () => {
      const certain = new Map(acknowledged)
      const certainRevision = revision
      return () => {
        const lines = new Map<string, { least: number; most: number }>()
        for (const [line, { up, down }] of begun) {
          const sure = certain.get(line) ?? { up: 0, down: 0 }
          const net = sure.up + sure.down
          lines.set(line, { least: net + (down - sure.down), most: net + (up - sure.up) })
        }
        return { revision: certainRevision, epoch, lines }
      }
    },
    exact: () => {
      if (edits.begun !== edits.acknowledged) throw new Error(`expected ${edits.begun} edits acknowledged, got ${edits.acknowledged}`)
      return new Map([...acknowledged].map(([line, { up, down }]) => [line, up + down]))
    },
    edits: () => ({ ...edits }),
  }
}
