/** A set-up step that failed for a reason the person at the machine can mend; the message says what to do next. */
export class SetupError extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message)
    this.name = 'SetupError'
  }
}
