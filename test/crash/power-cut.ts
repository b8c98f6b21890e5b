import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { checkSqliteFile } from './stores/sqlite-crash-store.ts'
import { createDisk } from './trace/disk.ts'
import { acknowledgedBy } from './trace/edit-under-trace.ts'
import type { TraceEvent } from './trace/read-trace.ts'

/** The power is cut after every so many answers: to restore and read the files takes its time. */
const CUT_EVERY = 4

export interface PowerCuts {
  /** Answers after which the power was cut. */
  cuts: number
  /** Acknowledged edits that were gone, over all cuts. */
  lost: number
  /** What else was wrong with a file. */
  damage: readonly string[]
}

/** How many answers left while the write-ahead log had writes that were not synced; and how many left in all. */
export function answersAheadOfSync(events: readonly TraceEvent[]): { answers: number; ahead: number } {
  const disk = createDisk()
  let answers = 0
  let ahead = 0
  for (const event of events) {
    disk.apply(event)
    if (acknowledgedBy(event) === null) continue
    answers += 1
    if (disk.isDirty('cart.db-wal')) ahead += 1
  }
  return { answers, ahead }
}

/** Cuts the power after an answer, again and again through the whole run, opens what is left on the disk, and looks for all that was acknowledged until then. */
export function cutPowerAfterAnswers(events: readonly TraceEvent[], folder: string, survives: () => boolean): PowerCuts {
  const disk = createDisk()
  const acknowledged: string[] = []
  const damage: string[] = []
  let cuts = 0
  let lost = 0
  for (const event of events) {
    disk.apply(event)
    const id = acknowledgedBy(event)
    if (id === null) continue
    acknowledged.push(id)
    if (acknowledged.length % CUT_EVERY !== 0) continue
    cuts += 1
    const file = restore(disk.afterPowerCut(survives), folder)
    const kept = mutationsIn(file)
    lost += acknowledged.filter((one) => kept?.has(one) !== true).length
    damage.push(...(kept === null ? ['the tables are gone'] : checkSqliteFile(file)))
  }
  return { cuts, lost, damage }
}

function restore(files: ReadonlyMap<string, Buffer>, folder: string): string {
  const place = path.join(folder, 'restored')
  rmSync(place, { recursive: true, force: true })
  mkdirSync(place)
  for (const [name, content] of files) writeFileSync(path.join(place, name), content)
  return path.join(place, 'cart.db')
}

/** Null when not even the tables are there. */
function mutationsIn(file: string): ReadonlySet<string> | null {
  const db = new DatabaseSync(file)
  // a copy that is looked into and thrown away
  db.exec('pragma synchronous = off')
  try {
    const hasTable = db.prepare("select 1 from sqlite_schema where name = 'mutation'").get() !== undefined
    if (!hasTable) return null
    const rows = db.prepare('select mutation_id from mutation').all()
    return new Set(rows.map((row) => String(row['mutation_id'])))
  } finally {
    db.close()
  }
}
