import type { Answer, Door } from './doors.ts'

/** The one line that is written. */
export const SAVED_LINE = 'lemons-single'
/** Its quantity after so many edits; no two edits in a row make the same. */
export const quantityAfter = (edits: number): number => 1 + (edits % 20)

export interface Saver {
  /** Sends the next edit, through one door after the other, under its own id, until it is saved; every answer on the way, the last one saved. */
  save(): Promise<readonly Answer[]>
  /** Sends the next edit once; the same again when it was not saved. */
  trySave(): Promise<Answer>
  edits(): number
}

/** Times one edit is sent, and edits that are sent, before it is given up. */
const TRIES_MAX = 100
const EDITS_MAX = 400

/** A view that writes one edit after the other. */
export function createSaver(cartId: string, doors: readonly Door[]): Saver {
  let base: { epoch: string | null; revision: number | null } = { epoch: null, revision: null }
  let edits = 0
  let tries = 0
  const trySave = async (): Promise<Answer> => {
    const door = doors[tries % doors.length]
    if (door === undefined) throw new Error('expected a door')
    tries += 1
    const seq = edits + 1
    const items = [{ id: SAVED_LINE, quantity: quantityAfter(seq) }]
    const answer = await door({ cartId, mutationId: `${cartId}-${seq}`, seq, epoch: base.epoch, baseRevision: base.revision, items })
    if (answer.kind !== 'saved') return answer
    edits = seq
    base = answer
    return answer
  }
  return {
    trySave,
    save: async () => {
      const answers: Answer[] = []
      while (answers.length < TRIES_MAX) {
        const answer = await trySave()
        answers.push(answer)
        if (answer.kind === 'saved') return answers
      }
      throw new Error(`expected the edit to be saved within ${TRIES_MAX} tries, got ${JSON.stringify(answers.at(-1))}`)
    },
    edits: () => edits,
  }
}

/** Edits on until trouble has come and has been gone for a while; everything that was not saved at once. */
export async function saveThroughTrouble(saver: Saver): Promise<{ refused: readonly Answer[]; savedAfter: readonly Answer[] }> {
  const refused: Answer[] = []
  const savedAfter: Answer[] = []
  for (let calm = 0; calm < 5;) {
    const answers = await saver.save()
    const trouble = answers.slice(0, -1)
    refused.push(...trouble)
    if (trouble.length > 0) savedAfter.push(...answers.slice(-1))
    // before it comes there is nothing to wait for the end of
    calm = refused.length === 0 || trouble.length > 0 ? 0 : calm + 1
    if (saver.edits() > EDITS_MAX) throw new Error(`expected trouble within ${EDITS_MAX} edits, got ${refused.length} refusals`)
  }
  return { refused, savedAfter }
}
