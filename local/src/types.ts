/**
 * The interfaces between the parts of the local deployment. Each part implements one of them and
 * imports the others from here, so that a part can be read and tested alone.
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

/** A component's place in the tree: "" is the app, then "parent", "parent/child", … */
export type ComponentPath = string;

/** A stored document with its system fields. Frozen, because snapshots share it. */
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

/** What a transaction has read, to detect conflicts and to invalidate subscriptions. */
export interface ReadSet {
  /** Returns whether a write of the commit is inside one of the recorded ranges. */
  overlaps(commit: Commit): boolean;
  /** The tables that were read (each at least once), by which subscriptions are indexed. */
  tables(): Iterable<{ readonly component: ComponentPath; readonly table: string }>;
}

/** One committed transaction as seen by listeners. */
export interface Commit {
  readonly timestamp: Timestamp;
  /** Opaque except to ReadSet; includes removed and added index keys. */
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
 * methods are synchronous except commit. Throws `Error`s with the real backend's messages.
 */
export interface Transaction {
  readonly snapshot: Timestamp;
  readonly usage: TransactionUsage;
  /**
   * Reads by id; null when there is no document. The id determines the table; throws when
   * `expectedTable` is another one.
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
  /** Removes and returns the document; throws when it does not exist. */
  remove(component: ComponentPath, id: string, expectedTable?: string): StoredDocument;
  /**
   * Returns the id in canonical form if it is an id of that table (whether or not the document
   * exists), else null.
   */
  normalizeId(component: ComponentPath, table: string, id: string): string | null;
  /** Returns the name of the component's table that an id belongs to; null when there is none. */
  findTable(component: ComponentPath, id: string): string | null;
  /** For nested calls: `rollback` undoes all writes since the savepoint, but keeps the reads. */
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
 * A table's definition as the CLI sends it (`TableDefinition` of
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
   * Begins a read-only transaction on an earlier snapshot, for query_at_ts and for consistent
   * Transitions. Throws when the snapshot was dropped.
   */
  beginAt(timestamp: Timestamp): Transaction;
  /**
   * The listener is called in commit order, once the commit is durable and before its promise
   * resolves. Returns a function that unsubscribes.
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
  /** Lists the tables of a component, for `convex data` and tests. */
  tables(component: ComponentPath): string[];
  close(): Promise<void>;
}

// ---------------------------------------------------------------------------------------------------------- runtime

/**
 * A module from the CLI's bundler. Paths are like "users/functions.js", "_deps/ABC.js", "http.js".
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
  /** Validator JSON as text: the result of `exportArgs()` or `exportReturns()`. */
  readonly args: string | null;
  readonly returns: string | null;
  readonly pos: unknown;
}
export interface CronSpec {
  readonly udfPath: string;
  readonly udfArgs: unknown;
  readonly cronSchedule: Record<string, unknown>;
}

/** An installed component with its code. */
export interface DeployedComponent {
  readonly path: ComponentPath;
  readonly name: string;
  readonly definitionPath: string;
  /**
   * The resolved environment: for the app all variables of the deployment, for a component those
   * that its parent bound.
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

/**
 * Everything that was pushed. Immutable; a push or a change of the environment creates a new one.
 */
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

/** The caller: from a verified JWT or an admin key, or unauthenticated. */
export type Identity =
  | { readonly kind: "none" }
  | { readonly kind: "admin" }
  /**
   * `claims` is the result of `ctx.auth.getUserIdentity()`: tokenIdentifier, subject, issuer,
   * camelCased standard claims. `token` is "" for an admin who acts as a user.
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
   * "public": internal functions and functions of components are not found. "any": for admins, the
   * scheduler and crons.
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
 * `logLines` have the format that the CLI and clients print. `errorData` is set exactly for a
 * ConvexError.
 */
export type FunctionOutcome = {
  readonly logLines: readonly string[];
  readonly usage: TransactionUsage;
} & (
  | { readonly status: "success"; readonly value: JSONValue }
  | { readonly status: "error"; readonly message: string; readonly errorData?: JSONValue }
);
/** A query's outcome, and the reads to watch so that it can rerun when they change. */
export type QueryOutcome = FunctionOutcome & {
  readonly readSet: ReadSet;
  readonly timestamp: Timestamp;
  readonly journal?: string | null;
};
/**
 * A mutation's outcome. `timestamp` is its commit's; `retries` counts the conflicts after which it
 * restarted.
 */
export type MutationOutcome = FunctionOutcome & {
  readonly timestamp: Timestamp;
  readonly retries: number;
};

export interface Runner {
  query(call: FunctionCall, at?: Timestamp): Promise<QueryOutcome>;
  mutation(call: FunctionCall): Promise<MutationOutcome>;
  action(call: FunctionCall): Promise<FunctionOutcome>;
  /** Returns the type of any function. Throws FunctionNotFoundError. */
  functionType(
    call: Pick<FunctionCall, "component" | "path">,
  ): "Query" | "Mutation" | "Action" | "HttpAction" | null;
  /**
   * Finds the mount and the route, and runs the HTTP action; the body may stream. Answers 404 when
   * there is no route.
   */
  http(request: Request, metadata: RequestMetadata): Promise<Response>;
  /**
   * Evaluates all modules of a component definition; throws ModuleError with a message for the CLI.
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
  /** Lets tests count transactions, retries and reads per function. */
  readonly metrics: RunnerMetrics;
  close(): Promise<void>;
}
export interface RunnerMetrics {
  /** The last 10,000 finished calls from outside or from actions, newest last. */
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
