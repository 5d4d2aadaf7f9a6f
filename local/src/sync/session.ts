import { randomBytes } from "node:crypto";
import type { FunctionCall, FunctionOutcome, RequestMetadata, Timestamp } from "../types";
import { authenticate, anonymousCaller, requireFresh, type Caller } from "./caller";
import type {
  AddQuery,
  ClientMessage,
  Message,
  QueryModification,
  ServerMessage,
  StateModification,
  StateVersion,
} from "./protocol";
import { FatalProtocolError, RetriableError } from "./sessionError";
import type { SyncContext } from "./syncContext";
import { SyncedQuery } from "./syncedQuery";
import { decodeTimestamp, encodeTimestamp } from "./timestamps";

/**
 * Sends a session's messages. The promise of `send` resolves when the message has left this
 * process, which provides backpressure.
 */
export interface SessionPort {
  send(message: ServerMessage): Promise<void>;
  /** Ends the connection because of `error`. Called once. */
  fail(error: unknown, identityVersion: number): void;
}

type Client = Pick<RequestMetadata, "ip" | "userAgent">;

/**
 * One connected client. Messages are handled one at a time. The versions that the client requested
 * (`received`) run ahead of those that were sent to it (`sent`); a transition catches up, with one
 * timestamp for all queries. One transition is computed at a time; later changes go into the
 * next.
 */
export class SyncSession {
  readonly queries = new Map<number, SyncedQuery>();
  sessionId: string | null = null;
  private received = { querySet: 0, identity: 0 };
  private sent: StateVersion = { querySet: 0, identity: 0, ts: encodeTimestamp(0n) };
  private caller = anonymousCaller;
  /** Queries that were removed since the last transition began. */
  private removed: number[] = [];
  /** Mutations whose results have not been sent, oldest first. */
  private readonly unanswered = new Set<Promise<void>>();
  private clockSkew: number | undefined;
  private inbox: Promise<void> = Promise.resolve();
  private closed = false;
  private due = false;
  private transitioning = false;

  constructor(
    private readonly context: SyncContext,
    private readonly port: SessionPort,
    private readonly client: Client,
  ) {}

  receive(message: ClientMessage): void {
    this.inbox = this.inbox
      .then(() => (this.closed ? undefined : this.handle(message)))
      .catch((error: unknown) => this.fail(error));
  }

  /** Called when the code or the environment changed: every query reruns. */
  invalidateAll(): void {
    for (const query of this.queries.values()) query.invalidate();
    this.schedule();
  }

  fail(error: unknown): void {
    if (this.closed) return;
    this.close();
    this.port.fail(error, this.received.identity);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const query of this.queries.values()) query.invalidate();
    this.queries.clear();
    if (this.sessionId !== null) this.context.mutations.leave(this.sessionId);
  }

  private async handle(message: ClientMessage): Promise<void> {
    switch (message.type) {
      case "Connect":
        return this.connect(message);
      case "Authenticate":
        return this.authenticate(message);
      case "ModifyQuerySet":
        return this.modifyQuerySet(message);
      case "Mutation":
        return this.mutate(message);
      case "Action":
        return this.act(message);
      case "Event":
        return;
    }
  }

  private connect({ sessionId, maxObservedTimestamp, clientTs }: Message<"Connect">): void {
    if (this.sessionId !== null) throw new FatalProtocolError("Connect was sent twice");
    this.sessionId = sessionId;
    this.context.mutations.join(sessionId);
    if (typeof clientTs === "number") this.clockSkew = clientTs - Date.now();
    if (typeof maxObservedTimestamp !== "string") return;
    const latest = this.context.database.latest();
    // The client has seen data that this deployment no longer has, because it was reset. Timestamps
    // must not go backwards for a client.
    if (decodeTimestamp(maxObservedTimestamp) > latest) {
      throw new RetriableError(
        `InternalServerError: the client has seen a later timestamp than ${latest}; was the data deleted?`,
      );
    }
  }

  private async authenticate(message: Message<"Authenticate">): Promise<void> {
    this.expectVersion(message.baseVersion, this.received.identity);
    this.caller = await authenticate(message, this.context);
    this.received.identity += 1;
    for (const query of this.queries.values()) query.invalidate();
    this.schedule();
  }

  private modifyQuerySet({
    baseVersion,
    newVersion,
    modifications,
  }: Message<"ModifyQuerySet">): void {
    this.expectVersion(baseVersion, this.received.querySet);
    if (newVersion <= baseVersion)
      throw new FatalProtocolError(
        `New version ${newVersion} is not after base version ${baseVersion}`,
      );
    for (const modification of modifications) this.modify(modification);
    this.received.querySet = newVersion;
    this.schedule();
  }

  private modify(modification: QueryModification): void {
    const { queryId } = modification;
    const existing = this.queries.get(queryId);
    if (modification.type === "Add") {
      if (existing !== undefined) throw new FatalProtocolError(`Duplicate query ID: ${queryId}`);
      this.queries.set(queryId, new SyncedQuery(modification));
      return;
    }
    if (existing === undefined) throw new FatalProtocolError(`Nonexistent query id: ${queryId}`);
    existing.invalidate();
    this.queries.delete(queryId);
    this.removed.push(queryId);
  }

  private expectVersion(base: number, current: number): void {
    if (base !== current)
      throw new FatalProtocolError(
        `Base version ${base} passed up doesn't match the current version ${current}`,
      );
  }

  private mutate({ requestId, ...message }: Message<"Mutation">): void {
    if (this.sessionId === null) throw new FatalProtocolError("Connect must be sent first");
    const outcome = this.context.mutations.run(this.sessionId, requestId, this.callTo(message));
    const answered = outcome.then(
      (result) => {
        const answer = toAnswer(result);
        const ts = encodeTimestamp(result.timestamp);
        this.send(
          answer.success
            ? { type: "MutationResponse", requestId, ...answer, ts }
            : { type: "MutationResponse", requestId, ...answer },
        );
        this.schedule();
      },
      (error: unknown) => this.fail(error),
    );
    this.unanswered.add(answered);
    void answered.finally(() => this.unanswered.delete(answered));
  }

  private act({ requestId, ...message }: Message<"Action">): void {
    this.context.runner.action(this.callTo(message)).then(
      (result) => this.send({ type: "ActionResponse", requestId, ...toAnswer(result) }),
      (error: unknown) => this.fail(error),
    );
  }

  /** Throws when the caller's token has expired, or the caller may not call the component. */
  private callTo(
    { udfPath, args, componentPath }: Pick<AddQuery, "udfPath" | "args" | "componentPath">,
    caller = this.caller,
  ): FunctionCall {
    requireFresh(caller);
    const component = componentPath ?? "";
    if (component !== "" && caller.access !== "any") {
      throw new FatalProtocolError(
        "Only admin or system users can call functions on non-root components directly",
      );
    }
    const request = { ...this.client, requestId: randomBytes(8).toString("hex") };
    return { component, path: udfPath, args: args[0] ?? {}, ...caller, request };
  }

  /** Starts a transition after the current turn, so that one transition covers many commits. */
  private schedule(): void {
    if (this.due || this.closed) return;
    this.due = true;
    if (!this.transitioning) setImmediate(() => void this.transitions());
  }

  private async transitions(): Promise<void> {
    this.transitioning = true;
    try {
      while (this.due && !this.closed) {
        this.due = false;
        await this.transition();
      }
    } catch (error) {
      this.fail(error);
    } finally {
      this.transitioning = false;
    }
  }

  private async transition(): Promise<void> {
    const pin = this.context.subscriptions.pin();
    try {
      const [mutation] = this.unanswered;
      const { received, caller, removed } = this;
      const next: StateVersion = { ...received, ts: encodeTimestamp(pin.timestamp) };
      this.removed = [];
      const modifications: StateModification[] = removed.map((queryId) => ({
        type: "QueryRemoved",
        queryId,
      }));
      // One at a time: there is one thread, and each concurrent query would need its own context.
      for (const query of [...this.queries.values()].filter(({ valid }) => !valid)) {
        const modification = await this.update(query, caller, pin.timestamp);
        if (modification !== null) modifications.push(modification);
      }
      // The results of mutations that committed before this timestamp are sent first, so that the
      // client replaces its optimistic update with the real result in one step.
      await mutation;
      if (this.closed) return;
      const startVersion = this.sent;
      this.sent = next;
      await this.port.send({
        type: "Transition",
        startVersion,
        endVersion: next,
        modifications,
        clientClockSkew: this.clockSkew,
      });
    } finally {
      pin.release();
    }
  }

  /**
   * Runs a query and watches its reads. Returns null when the result did not change, or the client
   * removed the query.
   */
  private async update(
    query: SyncedQuery,
    caller: Caller,
    at: Timestamp,
  ): Promise<StateModification | null> {
    const isGone = () => this.queries.get(query.query.queryId) !== query;
    if (isGone()) return null;
    const call = { ...this.callTo(query.query, caller), journal: query.journal };
    const { invalidations } = query;
    const outcome = await this.context.queryRuns.run(call, at);
    if (isGone()) return null;
    const modification = query.complete(outcome);
    if (query.invalidations !== invalidations || caller !== this.caller) {
      // The code or the caller changed since the run began, so its reads do not apply to the next
      // run.
      query.invalidate();
      return modification;
    }
    const watch = this.context.subscriptions.watch(outcome.readSet, at, () => {
      query.invalidate();
      this.schedule();
    });
    if (query.valid) query.watchWith(watch);
    return modification;
  }

  private send(message: ServerMessage): void {
    if (!this.closed) void this.port.send(message);
  }
}

function toAnswer(outcome: FunctionOutcome) {
  const { logLines } = outcome;
  return outcome.status === "success"
    ? { success: true as const, result: outcome.value, logLines }
    : { success: false as const, result: outcome.message, errorData: outcome.errorData, logLines };
}
