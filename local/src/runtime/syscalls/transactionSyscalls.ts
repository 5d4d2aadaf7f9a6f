import { convexToJson, type JSONValue } from "convex/values";
import type { StoredDocument } from "../../types";
import { createHandle, resolveAddress, type FunctionTarget } from "../functionAddress";
import { FunctionFailure } from "../functionError";
import { unavailableMessage } from "../isolate";
import { cancelJob, scheduleJob } from "../scheduledJobs";
import type { TransactionScope } from "../transactionScope";
import { parseArguments, unavailableFeature, type ParsedArguments } from "./arguments";
import { documentText, parseFields, parsePatch } from "./document";
import { DocumentQuery, type Row } from "./documentQuery";
import {
  deploymentMetadata,
  functionMetadata,
  requestMetadata,
  transactionMetrics,
  userIdentity,
} from "./metadata";
import { readPage, type PageRequest } from "./page";

/** Calls of queries and mutations inside each other. */
const MAX_DEPTH = 8;

type RunFunction = (
  scope: TransactionScope,
  target: FunctionTarget,
  args: JSONValue,
) => Promise<JSONValue>;
type Syscall = (call: TransactionSyscalls, args: ParsedArguments) => string;

/**
 * The syscalls of a running query or mutation. The database answers synchronously; only calls of
 * other functions are asynchronous.
 */
export class TransactionSyscalls {
  private readonly queries = new Map<number, Iterator<Row>>();
  private nextQuery = 0;
  private paginated = false;
  /** The last queued nested call: a transaction runs one at a time. */
  private running: Promise<unknown> | null = null;

  constructor(
    private readonly scope: TransactionScope,
    private readonly target: FunctionTarget,
    private readonly run: RunFunction,
  ) {}

  perform(operation: string, text: string): string {
    const { immediate } = TransactionSyscalls;
    return this.lookUp(immediate, operation, "operation")(this, parseArguments(text));
  }

  performAsync(operation: string, text: string): string | Promise<string> {
    if (operation === "1.0/runUdf")
      return this.enqueue(() => this.runFunction(parseArguments(text)));
    if (this.running !== null) return this.enqueue(() => this.performNext(operation, text));
    return this.performNext(operation, text);
  }

  /** Whether a nested call, or an operation behind one, has still to answer. */
  get isRunning(): boolean {
    return this.running !== null;
  }

  /**
   * Resolves when no nested call is running: a call that was not awaited must not outlive its
   * transaction.
   */
  async settled(): Promise<void> {
    while (this.running !== null) await this.running;
  }

  private performNext(operation: string, text: string): string {
    const isWrite = TransactionSyscalls.writes[operation] !== undefined;
    if (isWrite && this.target.analysis.udfType === "Query")
      throw new Error(`${operation.replace(/^1\.0\//, "")} is not allowed in a query.`);
    const table = isWrite ? TransactionSyscalls.writes : TransactionSyscalls.reads;
    return this.lookUp(table, operation, "async operation")(this, parseArguments(text));
  }

  private enqueue(step: () => string | Promise<string>): Promise<string> {
    // The first call also starts in a later turn: it enters another context, which must not happen
    // inside a timed script.
    const result = (this.running ?? Promise.resolve()).then(step);
    const done = result.then(
      () => undefined,
      () => undefined,
    );
    const running = done.then(() => {
      if (this.running === running) this.running = null;
    });
    this.running = running;
    return result;
  }

  private lookUp(
    table: Readonly<Record<string, Syscall>>,
    operation: string,
    kind: "operation" | "async operation",
  ): Syscall {
    const syscall = table[operation];
    if (syscall !== undefined) return syscall;
    const feature = unavailableFeature(operation);
    throw new Error(
      feature === null ? `Unknown ${kind} ${operation}` : unavailableMessage(feature),
    );
  }

  // The tables are static, because every call of a function makes an object of this class.

  private static readonly immediate: Readonly<Record<string, Syscall>> = {
    "1.0/queryStream": (call, { query }) => {
      const queryId = call.nextQuery++;
      call.queries.set(
        queryId,
        new DocumentQuery(call.target.component, query).rows(call.scope.tx),
      );
      return `{"queryId":${queryId}}`;
    },
    "1.0/queryCleanup": (call, { queryId }) => String(call.queries.delete(queryId)),
    "1.0/db/normalizeId": (call, { table, idString }) =>
      JSON.stringify({ id: call.scope.tx.normalizeId(call.component, table ?? "", idString) }),
    "1.0/getSnapshotTs": (call) => JSON.stringify(convexToJson(call.scope.tx.snapshot)),
  };

  private static readonly reads: Readonly<Record<string, Syscall>> = {
    "1.0/queryStreamNext": (call, { queryId }) => {
      const next = call.queries.get(queryId)?.next();
      return next === undefined || next.done === true
        ? `{"value":null,"done":true}`
        : `{"value":${documentText(next.value.document)},"done":false}`;
    },
    "1.0/queryPage": (call, args) => call.page(args),
    "1.0/get": (call, { id, table, isSystem }) => {
      const isSystemId = call.scope.tx.findTable(call.component, id)?.startsWith("_") === true;
      if (isSystemId && !isSystem)
        throw new Error("System tables can only be accessed from db.system.get().");
      const document = call.scope.tx.get(call.component, id, table);
      return document === null ? "null" : documentText(document);
    },
    "1.0/count": (call, { table }) => String(call.scope.tx.count(call.component, table ?? "")),
    "1.0/createFunctionHandle": (call, address) =>
      JSON.stringify(createHandle(call.resolve(address))),
    "1.0/getUserIdentity": (call) => userIdentity(call.target, call.scope.identity),
    "1.0/getFunctionMetadata": (call) => functionMetadata(call.target),
    "1.0/getRequestMetadata": (call) =>
      requestMetadata(call.target, call.scope.request, call.scope.identity),
    "1.0/getDeploymentMetadata": (call) => deploymentMetadata(call.scope.services),
    "1.0/getTransactionMetrics": (call) =>
      transactionMetrics(call.scope.tx.usage, call.scope.scheduled.argsBytes),
  };

  private static readonly writes: Readonly<Record<string, Syscall>> = {
    "1.0/insert": (call, { table, value }) =>
      JSON.stringify({
        _id: call.scope.tx.insert(call.component, table ?? "", parseFields(value)),
      }),
    "1.0/shallowMerge": (call, { id, table, value }) =>
      call.written(call.scope.tx.patch(call.component, call.userId(id), parsePatch(value), table)),
    "1.0/replace": (call, { id, table, value }) =>
      call.written(
        call.scope.tx.replace(call.component, call.userId(id), parseFields(value), table),
      ),
    "1.0/remove": (call, { id, table }) =>
      call.written(call.scope.tx.remove(call.component, call.userId(id), table)),
    "1.0/schedule": (call, args) => {
      call.scope.scheduled.argsBytes += JSON.stringify(args.args).length;
      return JSON.stringify(
        scheduleJob(call.scope.tx, call.component, call.resolve(args), args.args, args.ts * 1000),
      );
    },
    "1.0/cancel_job": (call, { id }) => {
      cancelJob(call.scope.tx, call.component, id);
      return "null";
    },
  };

  private get component(): string {
    return this.target.component.path;
  }

  private resolve(address: ParsedArguments): FunctionTarget {
    return resolveAddress(this.scope.app, this.target.component, address);
  }

  /** The caller's identity stays in the app: components neither receive it nor pass it back. */
  private calleeScope(target: FunctionTarget): TransactionScope {
    const staysInApp = this.component === "" && target.component.path === "";
    return {
      ...this.scope,
      depth: this.scope.depth + 1,
      identity: staysInApp ? this.scope.identity : { kind: "none" },
    };
  }

  /** convex/server ignores the result of a write. */
  private written(_document: StoredDocument): string {
    return "null";
  }

  /** Returns an id that may be written: rows of system tables are read-only. */
  private userId(id: string): string {
    if (this.scope.tx.findTable(this.component, id)?.startsWith("_") === true)
      throw new Error("System tables (prefixed with `_`) are read-only.");
    return id;
  }

  private page(request: PageRequest): string {
    if (this.component !== "")
      throw new Error("paginate() is only supported in the app, not in components.");
    if (this.paginated)
      throw new Error(
        "This query or mutation function ran multiple paginated queries. Convex only supports a single paginated query in each function.",
      );
    this.paginated = true;
    const { journal, tx } = this.scope;
    const endCursor = request.endCursor ?? journal.pinned;
    const page = readPage(tx, new DocumentQuery(this.target.component, request.query), {
      ...request,
      endCursor,
    });
    journal.endCursor = page.endCursor;
    return page.text;
  }

  private async runFunction(args: ParsedArguments): Promise<string> {
    const { tx } = this.scope;
    const target = this.resolve(args);
    const wanted = args.udfType === "mutation" ? "Mutation" : "Query";
    if (target.analysis.udfType !== wanted) throw wrongType(target, wanted);
    if (wanted === "Mutation" && this.target.analysis.udfType === "Query")
      throw new Error("A query cannot call a mutation.");
    if (this.scope.depth >= MAX_DEPTH) {
      throw new Error(
        "Cross component call depth limit exceeded. Do you have an infinite loop in your app?",
      );
    }
    const savepoint = tx.savepoint();
    const scheduled = tx.usage.functionsScheduled;
    try {
      return JSON.stringify(await this.run(this.calleeScope(target), target, args.args));
    } catch (error) {
      if (wanted === "Mutation") {
        tx.rollback(savepoint);
        tx.usage.functionsScheduled = scheduled;
      }
      throw error;
    }
  }
}

/** In the real backend's words. */
export function wrongType(target: FunctionTarget, wanted: string): FunctionFailure {
  return new FunctionFailure(
    `Trying to execute ${target.path.replace(/:([^:]*)$/, ".js:$1")} as ${wanted}, but it is defined as ${target.analysis.udfType}.`,
  );
}
