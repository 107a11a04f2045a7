/** Why a roster was not taken, in a sentence for whoever looks after the integration. */
export class RosterProblem extends Error {}
