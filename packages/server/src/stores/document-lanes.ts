/**
 * Runs the jobs of one document after one another, in the order asked for, and those of different documents side by side.
 * Jobs that wait for the same document go together, at most `groupMax` at once; those of one event-loop turn are waited for.
 */
export function createDocumentLanes<Job>(groupMax: number, run: (jobs: readonly Job[]) => Promise<void>) {
  const lanes = new Map<string, Job[]>()

  async function drain(documentId: string, lane: Job[]): Promise<void> {
    while (lane.length > 0) await run(lane.splice(0, groupMax))
    lanes.delete(documentId)
  }

  return {
    enqueue(documentId: string, job: Job): void {
      const waiting = lanes.get(documentId)
      if (waiting !== undefined) return void waiting.push(job)
      const lane = [job]
      lanes.set(documentId, lane)
      setImmediate(() => void drain(documentId, lane))
    },
  }
}
