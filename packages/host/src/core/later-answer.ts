/**
 * What a method handler returns when its answer waits for a person: the call that brought the request ends at once, and the answer travels to the
 * view as a delivery, so that it holds none of the page's few connections.
 */
export class LaterAnswer {
  readonly settled: Promise<unknown>

  constructor(settled: Promise<unknown>) {
    this.settled = settled
  }
}

export function answerLater(settled: Promise<unknown>): LaterAnswer {
  return new LaterAnswer(settled)
}
