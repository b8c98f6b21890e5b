import type { Snapshot } from '@lockstep/sync'
import type { SQLInputValue } from 'node:sqlite'
import { documentId } from './cart-documents.ts'
import { openDatabase } from './open-contender.ts'
import { createRehearsal } from './rehearsal.ts'

/** Documents a transaction; only the filling is hurried, never what is measured. */
const DOCUMENTS_A_TRANSACTION = 20_000

/** Fills a file with documents as if each had been created by its first edit, and answers the state that each of them is in but for its id. */
export async function fillDocuments(path: string, count: number, lines: number): Promise<(number: number) => Snapshot> {
  const rehearsal = createRehearsal()
  const { rows, replies } = await rehearsal.create(1, lines)
  await rehearsal.close()
  const template = replies[0]
  if (template === undefined) throw new Error('expected the rehearsal to have made a document')
  const { epoch, revision, value } = template

  const db = openDatabase(path)
  db.exec('pragma synchronous = off')
  const inserts = rows.map(({ sql, params }) => ({ statement: db.prepare(sql), params }))
  for (let first = 0; first < count; first += DOCUMENTS_A_TRANSACTION) {
    db.exec('begin')
    for (let number = first; number < Math.min(count, first + DOCUMENTS_A_TRANSACTION); number += 1) {
      const rename = renaming(template.documentId, documentId(number))
      for (const { statement, params } of inserts) statement.run(...params.map(rename))
    }
    db.exec('commit')
  }
  db.exec('pragma wal_checkpoint(truncate)')
  db.close()
  return (number) => ({ documentId: documentId(number), epoch, revision, value })
}

/** What is made of the document's id, such as the client's, changes with it. */
function renaming(from: string, to: string): (value: SQLInputValue) => SQLInputValue {
  const [was, is] = [from.slice(2), to.slice(2)]
  return (value) => (typeof value === 'string' && value.includes(was) ? value.replaceAll(was, is) : value)
}
