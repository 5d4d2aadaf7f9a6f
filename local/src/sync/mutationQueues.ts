import type { FunctionCall, MutationOutcome } from "../types";

/**
 * How many results are kept per session: a client has at most this many mutations in flight without
 * a Transition.
 */
const rememberedAnswers = 1000;
/** How long a session is kept after its last socket closed. Clients reconnect within 16 s. */
const rememberedMilliseconds = 120_000;

interface Request {
  readonly caller: string;
  readonly outcome: Promise<MutationOutcome>;
}

interface Session {
  readonly requests: Map<number, Request>;
  tail: Promise<unknown>;
  sockets: number;
  forgetting: NodeJS.Timeout | undefined;
}

/**
 * Runs the mutations of each client session in order and once each. A client that reconnects
 * resends every mutation whose effects it has not seen; it gets the result of the first run, or
 * waits for it. Results are kept in memory: a mutation that committed just before a restart runs
 * again if its result was lost.
 */
export class MutationQueues {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly mutate: (call: FunctionCall) => Promise<MutationOutcome>) {}

  /** Called when a socket of the session opens. */
  join(sessionId: string): void {
    const session = this.sessions.get(sessionId) ?? {
      requests: new Map(),
      tail: Promise.resolve(),
      sockets: 0,
      forgetting: undefined,
    };
    clearTimeout(session.forgetting);
    session.sockets += 1;
    this.sessions.set(sessionId, session);
  }

  /** Called when a socket of the session closes. Queued mutations still run. */
  leave(sessionId: string): void {
    const session = this.sessions.get(sessionId);
    if (session === undefined) return;
    session.sockets -= 1;
    if (session.sockets > 0) return;
    session.forgetting = setTimeout(
      () => this.sessions.delete(sessionId),
      rememberedMilliseconds,
    ).unref();
  }

  /** Runs a mutation after all earlier ones of the session, which must have been joined. */
  run(sessionId: string, requestId: number, call: FunctionCall): Promise<MutationOutcome> {
    const session = this.sessions.get(sessionId);
    if (session === undefined) throw new Error(`Session ${sessionId} is not connected`);
    const caller = callerKey(call);
    const known = session.requests.get(requestId);
    // Clients choose session ids, so a result goes only to the caller that ran the mutation.
    if (known?.caller === caller) return known.outcome;
    const outcome = session.tail.then(() => this.mutate(call));
    // An internal error is not a result: the mutation may run again when it is resent.
    session.tail = outcome.catch(() => session.requests.delete(requestId));
    session.requests.set(requestId, { caller, outcome });
    if (session.requests.size > rememberedAnswers) {
      const [oldest] = session.requests.keys();
      if (oldest !== undefined) session.requests.delete(oldest);
    }
    return outcome;
  }

  close(): void {
    for (const { forgetting } of this.sessions.values()) clearTimeout(forgetting);
    this.sessions.clear();
  }
}

function callerKey({ identity, access }: FunctionCall): string {
  return JSON.stringify([
    access,
    identity.kind,
    identity.kind === "user" ? (identity.claims.tokenIdentifier ?? null) : null,
  ]);
}
