/**
 * The interfaces between the parts of the local deployment. Each part implements one of them and
 * imports the others from here, so that a part can be read, tested and replaced alone.
 *
 *   storage/  <-  runtime/  <-  server/
 */
import type { JSONValue, Value } from "convex/values";

// ---------------------------------------------------------------------------------------------------------- storage

/**
 * Commit timestamp in nanoseconds since the epoch, strictly increasing over commits and over
 * restarts.
 */
export type Timestamp = bigint;

/**
 * Where a component sits in the tree: "" is the app, then "banataAuth", "banataAuth/rateLimiter", …
 */
export type ComponentPath = string;

/**
 * A stored document, system fields included. Frozen: shared between snapshots, never changed in
 * place.
 */
export type StoredDocument = { readonly _id: string; readonly _creationTime: number } & Readonly<
  Record<string, Value | undefined>
>;

/**
 * One end of an index range; `key` is a prefix of the index's fields (values or undefined for a
 * missing field).
 */
export interface IndexBound {
  readonly key: readonly (Value | undefined)[];
  readonly inclusive: boolean;
}

/**
 * A half-open walk over one index. `lower`/`upper` null = unbounded. "by_id" and "by_creation_time"
 * always exist.
 */
export interface IndexRange {
  readonly component: ComponentPath;
  readonly table: string;
  readonly index: string;
  readonly lower: IndexBound | null;
  readonly upper: IndexBound | null;
  readonly order: "asc" | "desc";
}

/** A position inside a walk, for pagination: opaque encoded index key. */
export type IndexPosition = string;

/** What a transaction has read: used for conflict detection and for subscription invalidation. */
export interface ReadSet {
  /** True if any write of the commit falls inside one of the recorded ranges. */
  overlaps(commit: Commit): boolean;
  /**
   * The tables it read from (each at least once): lets subscriptions be found by table instead of
   * asking every one.
   */
  tables(): Iterable<{ readonly component: ComponentPath; readonly table: string }>;
}

/** One committed transaction as seen by listeners. */
export interface Commit {
  readonly timestamp: Timestamp;
  /** Opaque to everyone but ReadSet; includes index keys removed and added. */
  readonly writes: readonly DocumentWrite[];
}

export interface DocumentWrite {
  readonly component: ComponentPath;
  readonly table: string;
  readonly id: string;
  readonly before: StoredDocument | null;
  readonly after: StoredDocument | null;
}

/**
 * Counters of one transaction, for `1.0/getTransactionMetrics`, for limits and for the budgets in
 * tests.
 */
export interface TransactionUsage {
  documentsRead: number;
  bytesRead: number;
  rangesRead: number;
  documentsWritten: number;
  bytesWritten: number;
  functionsScheduled: number;
}

/**
 * A serializable transaction: a snapshot, its own uncommitted writes on top, and what it read. All
 * methods are synchronous except commit. Throws plain `Error`s with the messages the real backend
 * uses.
 */
export interface Transaction {
  readonly snapshot: Timestamp;
  readonly usage: TransactionUsage;
  /**
   * Reads by id; null when there is none. The table is found from the id; `expectedTable` (if
   * given) must match, else throws.
   */
  get(component: ComponentPath, id: string, expectedTable?: string): StoredDocument | null;
  /**
   * Walks a range lazily, own writes included; `start` (exclusive) resumes after a position. Every
   * step is recorded as read.
   */
  scan(
    range: IndexRange,
    start?: IndexPosition,
  ): Iterator<{ document: StoredDocument; position: IndexPosition }>;
  count(component: ComponentPath, table: string): number;
  /**
   * Inserts with a fresh `_id` and `_creationTime`; validates against the schema; returns the id.
   */
  insert(component: ComponentPath, table: string, value: Record<string, Value | undefined>): string;
  /** Replaces all but the system fields. */
  replace(
    component: ComponentPath,
    id: string,
    value: Record<string, Value | undefined>,
    expectedTable?: string,
  ): StoredDocument;
  /** Shallow merge; `undefined` removes the field. */
  patch(
    component: ComponentPath,
    id: string,
    value: Record<string, Value | undefined>,
    expectedTable?: string,
  ): StoredDocument;
  /** Removes and returns what was there; throws when there was nothing. */
  remove(component: ComponentPath, id: string, expectedTable?: string): StoredDocument;
  /** The id in canonical form if it is an id of that table (existing or not), else null. */
  normalizeId(component: ComponentPath, table: string, id: string): string | null;
  /**
   * The name of the table of that component that an id belongs to, null when the string is no such
   * id.
   */
  findTable(component: ComponentPath, id: string): string | null;
  /**
   * Nested calls: everything written (not what was read) since the savepoint is undone by
   * `rollback`.
   */
  savepoint(): Savepoint;
  rollback(to: Savepoint): void;
  readonly readSet: ReadSet;
  /** True once something was written. */
  readonly dirty: boolean;
  /**
   * Validates the read set against commits since the snapshot and makes the writes durable (group
   * fsync). Resolves with the commit's timestamp (the snapshot's, when nothing was written) after
   * it is on disk. Rejects with ConflictError (retry from the start) or a limit error.
   */
  commit(): Promise<Timestamp>;
}
export type Savepoint = number & { readonly __savepoint: unique symbol };

/**
 * A table's definition as the CLI analysed it (`TableDefinition` of
 * convex/src/cli/lib/deployApi/componentDefinition.ts).
 */
export interface TableSchema {
  readonly tableName: string;
  readonly indexes: readonly {
    readonly indexDescriptor: string;
    readonly fields: readonly string[];
  }[];
  /** Validator JSON (convex/values `validator.json`), or null for any. */
  readonly documentType: JSONValue;
}
export interface ComponentSchema {
  readonly tables: readonly TableSchema[];
  readonly schemaValidation: boolean;
}

/** The store: all data of all components, one append-only log, one tree per index. */
export interface Database {
  readonly directory: string | null;
  latest(): Timestamp;
  begin(): Transaction;
  /**
   * A read-only view of an earlier snapshot, if it is still held (for query_at_ts and for one
   * consistent Transition).
   */
  beginAt(timestamp: Timestamp): Transaction;
  /**
   * Called in commit order, after durability, before the commit promise resolves. Returns the
   * unsubscriber.
   */
  onCommit(listener: (commit: Commit) => void): () => void;
  /**
   * Checks existing documents against the new schemas of all components, in one step with `write`;
   * builds and drops indexes; all or nothing, durable. Throws SchemaValidationError naming
   * component, table, id and field. `write` may store the new modules in system tables in the same
   * commit. Components missing from the map keep their data (they are unmounted).
   */
  applySchemas(
    schemas: ReadonlyMap<ComponentPath, ComponentSchema | null>,
    write?: (tx: Transaction) => void,
  ): Promise<Timestamp>;
  /** Table names that exist in a component, for `convex data` and the tests. */
  tables(component: ComponentPath): string[];
  close(): Promise<void>;
}

// ---------------------------------------------------------------------------------------------------------- runtime

/**
 * A module as the CLI's bundler made it. Paths are like "users/functions.js", "_deps/ABC.js",
 * "http.js".
 */
export interface ModuleSource {
  readonly path: string;
  readonly source: string;
  readonly sourceMap?: string;
  readonly environment: "isolate" | "node";
}

/** `analyzedModule` of convex/src/cli/lib/deployApi/modules.ts. */
export interface AnalyzedModule {
  readonly functions: readonly AnalyzedFunction[];
  readonly httpRoutes:
    | readonly {
        readonly route: { readonly path: string; readonly method: string };
        readonly pos: unknown;
      }[]
    | null;
  readonly cronSpecs: readonly [string, CronSpec][] | null;
  readonly sourceMapped: unknown;
}
export interface AnalyzedFunction {
  readonly name: string;
  readonly udfType: "Query" | "Mutation" | "Action" | "HttpAction";
  readonly visibility: { readonly kind: "public" | "internal" } | null;
  /** Validator JSON as text, as `exportArgs()` / `exportReturns()` give it. */
  readonly args: string | null;
  readonly returns: string | null;
  readonly pos: unknown;
}
export interface CronSpec {
  readonly udfPath: string;
  readonly udfArgs: unknown;
  readonly cronSchedule: Record<string, unknown>;
}

/** Where an HTTP prefix leads. */
export interface DeployedComponent {
  readonly path: ComponentPath;
  readonly name: string;
  readonly definitionPath: string;
  /**
   * Resolved environment: for the app all variables of the deployment, for a component what its
   * parent bound.
   */
  readonly env: Readonly<Record<string, string>>;
  /**
   * Full mount prefix on the site port, always with slashes at both ends ("/", "/banata/"), or null
   * when not mounted.
   */
  readonly httpPrefix: string | null;
  readonly modules: ReadonlyMap<string, ModuleSource>;
  readonly analysis: ReadonlyMap<string, AnalyzedModule>;
  readonly schema: ComponentSchema | null;
  /** Child name → child path. */
  readonly children: ReadonlyMap<string, ComponentPath>;
}

/** Everything that was pushed, immutable; a push or an env change makes a new one. */
export interface DeployedApp {
  /** Changes with every push and env change: cache key. */
  readonly version: string;
  readonly components: ReadonlyMap<ComponentPath, DeployedComponent>;
  /** Providers of auth.config.ts, evaluated. */
  readonly authProviders: readonly AuthProvider[];
}
export type AuthProvider =
  | { readonly domain: string; readonly applicationID: string }
  | {
      readonly type: "customJwt";
      readonly issuer: string;
      readonly jwks: string;
      readonly algorithm: "RS256" | "ES256" | "EdDSA";
      readonly applicationID?: string | null;
    };

/** Who calls: from a verified JWT, an admin key, or nobody. */
export type Identity =
  | { readonly kind: "none" }
  | { readonly kind: "admin" }
  /**
   * `claims` is exactly what `ctx.auth.getUserIdentity()` answers: tokenIdentifier, subject,
   * issuer, camelCased standard claims. `token` is "" for an admin who acts as somebody.
   */
  | {
      readonly kind: "user";
      readonly claims: Readonly<Record<string, JSONValue>>;
      readonly token: string;
    };

export interface FunctionCall {
  readonly component: ComponentPath;
  /** "users/functions:create" or "messages" (= "messages:default"). */
  readonly path: string;
  /** convexToJson of the argument object. */
  readonly args: JSONValue;
  readonly identity: Identity;
  /**
   * "public": internal functions and functions of components are refused as not found; "any":
   * admin, scheduler, crons.
   */
  readonly access: "public" | "any";
  readonly request: RequestMetadata;
  /**
   * Queries only: the journal of an earlier run. It pins the end cursors of `.paginate()`, so that
   * pages stay gapless.
   */
  readonly journal?: string | null;
}
export interface RequestMetadata {
  readonly ip: string | null;
  readonly userAgent: string | null;
  readonly requestId: string;
  readonly scheduledFunctionId?: string | null;
}

/**
 * `logLines` in the format the CLI and clients print. `errorData` is present exactly for a
 * ConvexError.
 */
export type FunctionOutcome = {
  readonly logLines: readonly string[];
  readonly usage: TransactionUsage;
} & (
  | { readonly status: "success"; readonly value: JSONValue }
  | { readonly status: "error"; readonly message: string; readonly errorData?: JSONValue }
);
/** A query's outcome and what to watch so that it can be re-run when it changes. */
export type QueryOutcome = FunctionOutcome & {
  readonly readSet: ReadSet;
  readonly timestamp: Timestamp;
  readonly journal?: string | null;
};
/**
 * A mutation's outcome; `timestamp` of its commit; `retries` is how many times a conflict made it
 * start again.
 */
export type MutationOutcome = FunctionOutcome & {
  readonly timestamp: Timestamp;
  readonly retries: number;
};

export interface Runner {
  query(call: FunctionCall, at?: Timestamp): Promise<QueryOutcome>;
  mutation(call: FunctionCall): Promise<MutationOutcome>;
  action(call: FunctionCall): Promise<FunctionOutcome>;
  /** Whatever the function is. Throws FunctionNotFoundError. */
  functionType(
    call: Pick<FunctionCall, "component" | "path">,
  ): "Query" | "Mutation" | "Action" | "HttpAction" | null;
  /**
   * Finds the mount and the route on the site port, runs the HTTP action; the body may stream. 404
   * when there is no route.
   */
  http(request: Request, metadata: RequestMetadata): Promise<Response>;
  /**
   * Evaluates all modules of a component definition; throws ModuleError with what the CLI should
   * print.
   */
  analyze(
    modules: readonly ModuleSource[],
    env: Readonly<Record<string, string>>,
  ): Promise<Map<string, AnalyzedModule>>;
  /**
   * Evaluates one bundled module (schema.js, convex.config.js, auth.config.js) and returns its
   * default export's exported JSON.
   */
  evaluateExport(
    module: ModuleSource,
    env: Readonly<Record<string, string>>,
    method: "export" | "value",
  ): Promise<JSONValue>;
  /** Totals since start: how tests count transactions, retries, reads per function path. */
  readonly metrics: RunnerMetrics;
  close(): Promise<void>;
}
export interface RunnerMetrics {
  /** Every finished top-level or action-made call, newest last, at most the last 10,000. */
  calls(): readonly {
    readonly component: string;
    readonly path: string;
    readonly type: string;
    readonly usage: TransactionUsage;
    readonly retries: number;
    readonly milliseconds: number;
  }[];
  clear(): void;
}

/**
 * Holds the current DeployedApp; loads it from the database at start; swapped atomically by a push.
 */
export interface AppHolder {
  current(): DeployedApp;
  onChange(listener: (app: DeployedApp) => void): () => void;
}
