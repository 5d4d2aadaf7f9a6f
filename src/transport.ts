import type { ManifestEntry } from "../convex/component/api/manifest.generated";

/** A query reads, a mutation writes. */
export type OperationKind = "query" | "mutation";

/** What a transport knows of an operation of the contract. */
export interface Operation<Kind extends OperationKind = OperationKind> extends ManifestEntry {
  readonly kind: Kind;
  readonly group: string;
  readonly name: string;
}

/** Options that every method takes: in its last argument. */
export interface CallOptions {
  /**
   * Cancels the call, which then rejects with the signal's reason. A write in progress may still be
   * committed. In process, only a signal that is aborted before the call has an effect.
   */
  readonly signal?: AbortSignal;
  /**
   * Milliseconds for each attempt, in place of the client's timeout. In process, Convex's own
   * limits apply instead.
   */
  readonly timeout?: number;
  /**
   * 1–255 visible ASCII characters that identify this change for 24 hours: repeating the key with
   * the same input returns the first call's answer; another input is refused with a
   * `ValidationError`. Over HTTP the client generates a key for every call that writes. Pass your
   * own to make a change exactly once across restarts of your program. Calls that read, or that may
   * be repeated, ignore it.
   */
  readonly idempotencyKey?: string;
  /** The expected project of the credential; a `ForbiddenError` when it belongs to another. */
  readonly projectId?: string;
}

/**
 * How calls reach the runtime. `Kind` is the kind of operations that it can run: a Convex query can
 * only read.
 */
export interface Transport<Kind extends OperationKind = OperationKind> {
  /** Returns the wire's JSON, with times as strings. Rejects with a `BanataAuthError`. */
  readonly request: (
    operation: Operation<Kind>,
    input: { readonly [field: string]: unknown },
    options: CallOptions,
  ) => Promise<unknown>;
}
