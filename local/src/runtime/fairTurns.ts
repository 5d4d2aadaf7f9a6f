/** Calls that begin within this time of a turn of the event loop need not wait for the next one. */
const TURN_MS = 10;
/** Queries are short: so many begin in one turn. */
const QUERIES_PER_TURN = 4;
/** After so many turns of queries it is a mutation's. */
const TURNS_OF_QUERIES = 4;

/**
 * Lets transactions begin in turns of the event loop. A transaction waits for nothing outside of the
 * thread, so those that are ready would all run within one turn: dozens of sign-ins at once kept the
 * process from reading any other request for seconds. Once a turn has lasted, each turn begins one
 * mutation or a few queries, after Node has read what has arrived. Queries go first: most requests
 * need nothing else, and they are short.
 */
export class FairTurns {
  private readonly queries: (() => void)[] = [];
  private readonly mutations: (() => void)[] = [];
  private turnsOfQueries = 0;
  /** How many queries the transactions of this turn are worth. */
  private begun = 0;
  /** When the turn began in which transactions are running; null without any. */
  private began: number | null = null;

  /** Resolves when the transaction may begin; undefined if it may at once. */
  begin(type: "query" | "mutation"): Promise<void> | undefined {
    const now = performance.now();
    if (this.began === null) {
      this.began = now;
      this.begun = 0;
      setImmediate(() => this.nextTurn());
    }
    const isNext = this.queries.length === 0 && (type === "query" || this.mutations.length === 0);
    if (isNext && this.begun < QUERIES_PER_TURN && now - this.began < TURN_MS) {
      this.begun += type === "query" ? 1 : QUERIES_PER_TURN;
      return undefined;
    }
    const waiting = type === "query" ? this.queries : this.mutations;
    return new Promise((resolve) => waiting.push(resolve));
  }

  private nextTurn(): void {
    const next = this.takeNext();
    this.began = next.length === 0 ? null : performance.now();
    this.begun = QUERIES_PER_TURN;
    // Node reads what has arrived before it calls this again.
    if (next.length > 0) setImmediate(() => this.nextTurn());
    for (const resolve of next) resolve();
  }

  private takeNext(): (() => void)[] {
    const isForMutation =
      this.mutations.length > 0 &&
      (this.queries.length === 0 || this.turnsOfQueries >= TURNS_OF_QUERIES);
    this.turnsOfQueries = isForMutation ? 0 : this.turnsOfQueries + 1;
    return isForMutation ? this.mutations.splice(0, 1) : this.queries.splice(0, QUERIES_PER_TURN);
  }
}
