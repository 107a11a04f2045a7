/** Why a roster was not taken, in a sentence for whoever looks after the integration. */
export class RosterProblem extends Error {
  /** Whether trying again soon may help. */
  readonly isPassing: boolean

  constructor(message: string, { isPassing = false }: { isPassing?: boolean } = {}) {
    super(message)
    this.isPassing = isPassing
  }
}
