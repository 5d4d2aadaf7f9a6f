import type { FunctionCall, MutationOutcome } from "../types";

/**
 * How many answers of a session are remembered; a client has at most this many mutations without a
 * Transition in flight.
 */
const rememberedAnswers = 1000;
/** How long a session is remembered after its last socket closed. Clients reconnect within 16 s. */
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
 * The mutations of each client session, in order and once each. A client that reconnects sends
 * again every mutation whose effects it has not seen; it then gets the answer of the first run, or
 * waits for it. The memory is this process's: a mutation that committed just before a restart and
 * whose answer was lost runs again.
 */
export class MutationQueues {
  private readonly sessions = new Map<string, Session>();

  constructor(private readonly mutate: (call: FunctionCall) => Promise<MutationOutcome>) {}

  /** A socket of this session opened. */
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

  /** A socket of this session closed. What it had queued still runs. */
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

  /** Runs after all earlier mutations of the session. The session must have been joined. */
  run(sessionId: string, requestId: number, call: FunctionCall): Promise<MutationOutcome> {
    const session = this.sessions.get(sessionId);
    if (session === undefined) throw new Error(`Session ${sessionId} is not connected`);
    const caller = callerKey(call);
    const known = session.requests.get(requestId);
    // Session ids are chosen by clients: nobody may see another's answer by naming their session.
    if (known?.caller === caller) return known.outcome;
    const outcome = session.tail.then(() => this.mutate(call));
    // A fault of ours is no answer: sent again, the mutation may run again.
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
