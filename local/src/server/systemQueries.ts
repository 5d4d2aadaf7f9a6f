import { convexToJson, jsonToConvex, type JSONValue, type Value } from "convex/values";
import type {
  AnalyzedFunction,
  AppHolder,
  Database,
  FunctionCall,
  QueryOutcome,
  Timestamp,
  Transaction,
} from "../types";
import { readEnvironment } from "./environment";
import { toMessage } from "./requestError";

/**
 * The deployment's own queries, which the CLI calls like functions of the app with the admin key,
 * mostly as subscriptions. They read through a transaction, so they rerun when their data changes.
 */
const systemPrefix = "_system/";

interface SystemContext {
  readonly tx: Transaction;
  readonly component: string;
  readonly args: Readonly<Record<string, Value | undefined>>;
  readonly database: Database;
  readonly app: AppHolder;
  readonly cloudUrl: string;
}

const queries: Readonly<Record<string, (context: SystemContext) => Value>> = {
  "cli/queryEnvironmentVariables:default": ({ tx }) =>
    Object.entries(readEnvironment(tx)).map(([name, value]) => ({ name, value })),
  "cli/queryEnvironmentVariables:get": ({ tx, args }) => {
    const value = readEnvironment(tx)[String(args.name)];
    return value === undefined ? null : { name: String(args.name), value };
  },
  "cli/convexUrl:cloudUrl": ({ cloudUrl }) => cloudUrl,
  "cli/modules:apiSpec": ({ app, component }) => apiSpec(app, component),
  "cli/tables:default": ({ database, component }) => ({
    page: database
      .tables(component)
      .filter((name) => !name.startsWith("_"))
      .map((name) => ({ name })),
    isDone: true,
    continueCursor: "",
  }),
  "cli/tableData:default": tableData,
  "cli/tableSize:default": ({ tx, database, component, args }) =>
    database.tables(component).includes(String(args.tableName))
      ? tx.count(component, String(args.tableName))
      : 0,
  // `convex dev` subscribes to it after stored documents of the table failed a push: it changes
  // with the table.
  "cli/queryTable:default": ({ tx, component, args }) => {
    const rows = tx.scan({
      component,
      table: String(args.tableName),
      index: "by_creation_time",
      lower: null,
      upper: null,
      order: "desc",
    });
    const seen: Value[] = [];
    for (let row = rows.next(); !row.done; row = rows.next())
      seen.push(convexToJson(row.value.document));
    return seen;
  },
  "frontend/components:list": ({ app }) =>
    [...app.current().components.values()]
      .filter(({ path }) => path !== "")
      .map(({ path, name }) => ({ id: path, path, name, state: "active" })),
};

export function isSystemQuery(path: string): boolean {
  return path.startsWith(systemPrefix);
}

/** Runs a system query. For callers other than admins it does not exist. */
export async function runSystemQuery(
  call: FunctionCall,
  at: Timestamp | undefined,
  {
    database,
    app,
    cloudUrl,
  }: { readonly database: Database; readonly app: AppHolder; readonly cloudUrl: string },
): Promise<QueryOutcome> {
  const tx = at === undefined ? database.begin() : database.beginAt(at);
  const common = { logLines: [], usage: tx.usage, readSet: tx.readSet, timestamp: tx.snapshot };
  const name = call.path.slice(systemPrefix.length);
  const query = queries[name.includes(":") ? name : `${name}:default`];
  if (query === undefined || call.access !== "any") {
    return {
      ...common,
      status: "error",
      message: `Could not find public function for '${call.path}'. The local deployment has only the system queries that the CLI needs.`,
    };
  }
  try {
    const args = parseArguments(call.args);
    const value = query({ tx, component: call.component, args, database, app, cloudUrl });
    return { ...common, status: "success", value: convexToJson(value) };
  } catch (error) {
    return { ...common, status: "error", message: toMessage(error) };
  }
}

function parseArguments(json: JSONValue): Record<string, Value | undefined> {
  // Clients send the argument object, some of them as the only element of an array.
  return jsonToConvex(Array.isArray(json) ? (json[0] ?? {}) : json) as Record<
    string,
    Value | undefined
  >;
}

function tableData({ tx, database, component, args }: SystemContext): Value {
  const table = String(args.table);
  const { cursor, numItems } = args.paginationOpts as { cursor: string | null; numItems: number }; // the CLI's runSystemPaginatedQuery
  if (!database.tables(component).includes(table))
    return { page: [], isDone: true, continueCursor: "" };
  const order = args.order === "asc" ? "asc" : "desc";
  const rows = tx.scan(
    { component, table, index: "by_creation_time", lower: null, upper: null, order },
    cursor ?? undefined,
  );
  const page: Value[] = [];
  let continueCursor = cursor ?? "";
  while (page.length < numItems) {
    const row = rows.next();
    if (row.done) return { page, isDone: true, continueCursor };
    page.push(row.value.document);
    continueCursor = row.value.position;
  }
  return { page, isDone: false, continueCursor };
}

function apiSpec(app: AppHolder, component: string): Value {
  const modules = app.current().components.get(component)?.analysis ?? new Map();
  return [...modules].flatMap(([path, module]) => [
    ...module.functions.map((fn: AnalyzedFunction) => ({
      identifier: `${path}:${fn.name}`,
      functionType: fn.udfType,
      visibility: fn.visibility === null ? null : { kind: fn.visibility.kind },
      args: fn.args === null ? null : JSON.parse(fn.args),
      returns: fn.returns === null ? null : JSON.parse(fn.returns),
    })),
    ...(module.httpRoutes ?? []).map(({ route }: { route: { path: string; method: string } }) => ({
      functionType: "HttpAction",
      method: route.method,
      path: route.path,
    })),
  ]);
}
