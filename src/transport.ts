import type { ManifestEntry } from "../convex/component/api/manifest.generated";

/** A query reads, a mutation writes. */
export type OperationKind = "query" | "mutation";

/** An operation of the contract, as a transport needs to know it. */
export interface Operation<Kind extends OperationKind = OperationKind> extends ManifestEntry {
  readonly kind: Kind;
  readonly group: string;
  readonly name: string;
}

/** The last argument of every method. */
export interface CallOptions {
  /**
   * Gives the call up: it rejects with the signal's reason. A write under way may still be done. In
   * process only a signal aborted before the call counts.
   */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds for each attempt, instead of the client's. In process Convex's own limits hold
   * instead.
   */
  readonly timeout?: number;
}

/** The last argument of the methods that write. */
export interface WriteOptions extends CallOptions {
  /**
   * 1–255 visible ASCII characters that name this one change, kept for 24 hours: the same key and
   * input again answer what the first call answered, another input is refused with
   * `ValidationError`. Over HTTP the client makes one for every call; give your own to make a change once across restarts of your program.
   */
  readonly idempotencyKey?: string;
}

/** How calls reach the runtime. `Kind` says what it can do: a Convex query can only read. */
export interface Transport<Kind extends OperationKind = OperationKind> {
  /** Answers the JSON of the wire, times as strings. Rejects with a `BanataAuthError`. */
  readonly request: (
    operation: Operation<Kind>,
    input: { readonly [field: string]: unknown },
    options: WriteOptions,
  ) => Promise<unknown>;
}
