/**
 * Better Auth's database adapter over one project's rows. Every read uses an index whose leading
 * fields the conditions cover; the remaining conditions are checked on the few rows found.
 */
import { createAdapterFactory, type CustomAdapter } from "better-auth/adapters";
import schema from "../../schema";
import type { TenantIndex, TenantReader, TenantWriter } from "../../tenancy/database";
import {
  isModel,
  tableNames,
  toColumn,
  toColumnValue,
  toModelFields,
  type Model,
  type ModelRow,
} from "./models";
import { sha256 } from "../../core/secrets";
import type { Failures } from "../failures";
import { unsealTokens } from "./linkedAccounts";
import type { RowWriter } from "./rows";
import { isStillBound } from "./tokens";

interface Condition {
  readonly field: string;
  readonly operator: string;
  readonly value: unknown;
  readonly connector: "AND" | "OR";
}

/** A row that meets the conditions, with its fields as Better Auth sees them. */
interface Found<M extends Model> {
  readonly row: ModelRow<M>;
  readonly shown: Record<string, unknown>;
  /** Of a session: its token, when the request presented it. */
  readonly token?: string;
}

/** Columns in which a field is stored as its hash. */
const hashed: { readonly [M in Model]?: { readonly [field: string]: string } } = {
  session: { token: "tokenHash" },
  verification: { identifier: "identifier" },
};
/** Whether a row still counts. A model without an entry does not compile. */
const isValid: {
  readonly [M in Model]: (db: TenantReader, row: ModelRow<M>) => boolean | Promise<boolean>;
} = {
  user: () => true,
  session: () => true,
  account: () => true,
  verification: isStillBound,
  twoFactor: () => true,
  passkey: () => true,
};

/** More than the number of rows any user has in a table. */
const MAXIMUM_ROWS = 1_000;

export interface AdapterOptions {
  /**
   * Accepts a session's id in place of its token. Only for endpoints that end sessions; anywhere
   * else an id would work as a credential.
   */
  readonly namesSessions: boolean;
  /**
   * Includes an account's provider tokens. Only for endpoints that return them to the account's
   * user.
   */
  readonly opensTokens: boolean;
  /** The id of this request. Verifications claimed by another request are hidden. */
  readonly claim: string;
}

export function projectAdapter(
  db: TenantWriter,
  rows: RowWriter,
  failures: Failures,
  { namesSessions, opensTokens, claim }: AdapterOptions,
) {
  /**
   * Tokens by session id. The request's own session keeps the token it presented, in lists too, so
   * that Better Auth can tell it from the others.
   */
  const tokens = new Map<unknown, string>();
  const find = async <M extends Model>(
    model: M,
    where: readonly Condition[],
    limit: number,
  ): Promise<Found<M>[]> => {
    const conditions = namesSessions ? where.map(acceptSessionId) : where;
    const found = (await findRows(db, model, conditions, { limit, claim })).map(
      ({ row, token }): Found<M> => ({ row, token, shown: toModelFields(model, row, token) }),
    );
    for (const { row, token } of found) rows.noteFound(model, row, token);
    if (model === "account" && opensTokens)
      return await Promise.all(
        found.map(async ({ row, shown }) => ({
          row,
          token: undefined,
          shown: { ...shown, ...(await unsealTokens(db.projectId, { ...row })) },
        })),
      );
    if (model !== "session" || !namesSessions) return found;
    for (const { row, token } of found) if (token !== undefined) tokens.set(row.id, token);
    return found.map(({ row }) => ({
      row,
      token: tokens.get(row.id),
      shown: toModelFields(model, row, tokens.get(row.id)),
    }));
  };
  return createAdapterFactory({
    config: {
      adapterId: "banata",
      adapterName: "Banata",
      disableIdGeneration: true,
      supportsNumericIds: false,
      supportsDates: true,
      supportsBooleans: true,
      supportsJSON: false,
      transaction: false,
    },
    adapter: () =>
      failures.guard<CustomAdapter>({
        // Without this option the Convex plugin turns every write into a no-op.
        options: { isRunMutationCtx: true },
        create: async ({ model, data }) =>
          (await rows.create(requireModel(model), data)) as typeof data,
        findOne: async <T>({ model, where }: { model: string; where: Condition[] }) => {
          const [found] = await find(requireModel(model), where, 1);
          return (found?.shown ?? null) as T | null;
        },
        findMany: async <T>({ model, where, limit, sortBy, offset }: FindMany) => {
          const found = await find(requireModel(model), where ?? [], MAXIMUM_ROWS);
          const sorted = sortBy
            ? found.toSorted(
                (a, b) =>
                  compare(a.shown[sortBy.field], b.shown[sortBy.field]) *
                  (sortBy.direction === "asc" ? 1 : -1),
              )
            : found;
          return sorted
            .slice(offset ?? 0, (offset ?? 0) + (limit ?? MAXIMUM_ROWS))
            .map(({ shown }) => shown) as T[];
        },
        count: async ({ model, where }) =>
          (await find(requireModel(model), where ?? [], MAXIMUM_ROWS)).length,
        update: async <T>({
          model,
          where,
          update,
        }: {
          model: string;
          where: Condition[];
          update: T;
        }) => {
          const [found] = await find(requireModel(model), where, 1);
          if (!found) return null;
          return (await rows.update(
            requireModel(model),
            found.row,
            update as Record<string, unknown>,
            found.token,
          )) as T;
        },
        updateMany: async ({ model, where, update }) => {
          const found = await find(requireModel(model), where, MAXIMUM_ROWS);
          for (const { row, token } of found)
            await rows.update(requireModel(model), row, update, token);
          return found.length;
        },
        delete: async ({ model, where }) => {
          if (rows.leavesToProof(requireModel(model)) && model === "account") return;
          const [found] = await find(requireModel(model), where, 1);
          if (found) await rows.delete(requireModel(model), found.row);
        },
        deleteMany: async ({ model, where }) => {
          if (rows.leavesToProof(requireModel(model))) return 0;
          const found = await find(requireModel(model), where, MAXIMUM_ROWS);
          for (const { row } of found) await rows.delete(requireModel(model), row);
          return found.length;
        },
      }),
  });
}

const acceptSessionId = (condition: Condition): Condition =>
  condition.field === "token" && String(condition.value).startsWith("ses_")
    ? { ...condition, field: "id" }
    : condition;

interface FindMany {
  readonly model: string;
  readonly where?: Condition[];
  readonly limit?: number;
  readonly offset?: number;
  readonly sortBy?: { readonly field: string; readonly direction: "asc" | "desc" };
}

async function findRows<M extends Model>(
  db: TenantWriter,
  model: M,
  where: readonly Condition[],
  { limit, claim }: { readonly limit: number; readonly claim: string },
): Promise<Omit<Found<M>, "shown">[]> {
  if (where.some(({ connector }, index) => connector === "OR" && index > 0))
    throw new Error(`Queries with OR are not supported (model ${model}).`);
  const presented = where.find(
    ({ field, operator }) => model === "session" && field === "token" && operator === "eq",
  )?.value;
  const token = typeof presented === "string" ? presented : undefined;
  const conditions = await Promise.all(
    where.map(async (condition) => await toColumnCondition(model, condition)),
  );
  const found: Omit<Found<M>, "shown">[] = [];
  for await (const row of queryCandidates(db, model, conditions)) {
    const fields = new Map<string, unknown>(Object.entries(row));
    const claimedBy = fields.get("claimedBy");
    if (
      !conditions.every((condition) => matchesCondition(fields, condition)) ||
      (typeof claimedBy === "string" && claimedBy !== claim) ||
      !(await isValid[model](db, row))
    )
      continue;
    found.push({ row, token });
    if (found.length === limit) break;
  }
  return found;
}

/**
 * Converts a condition to our columns. Session tokens and verification identifiers are compared by
 * hash.
 */
async function toColumnCondition(
  model: Model,
  { field, operator, value, connector }: Condition,
): Promise<Condition> {
  const hash = hashed[model]?.[field];
  if (hash !== undefined)
    return { field: hash, operator, value: await sha256(String(value)), connector };
  return {
    field: toColumn(model, field),
    operator,
    value: Array.isArray(value) ? value.map(toColumnValue) : toColumnValue(value),
    connector,
  };
}

/**
 * Returns the rows of the index whose leading fields cover the most equality conditions; without
 * any, of an index that starts with a field that has an upper bound.
 */
function queryCandidates<M extends Model>(
  db: TenantWriter,
  model: M,
  conditions: readonly Condition[],
): AsyncIterable<ModelRow<M>> {
  const table = tableNames[model];
  const indexes = schema.tables[table][" indexes"]();
  // The names of the index and of its fields come from this table's schema.
  const read = (index: (typeof indexes)[number], range: (q: Bounds) => Bounds) =>
    db.range(table, index.indexDescriptor as TenantIndex<typeof table>, range as never);
  const equal = new Map(
    conditions.flatMap(({ field, operator, value }) =>
      operator === "eq" ? [[field, value] as const] : [],
    ),
  );
  const covered = indexes.map((index) => {
    const [, ...rest] = index.fields;
    const gap = rest.findIndex((field) => !equal.has(field));
    return { index, prefix: gap === -1 ? rest : rest.slice(0, gap) };
  });
  const best = covered.reduce((a, b) => (b.prefix.length > a.prefix.length ? b : a));
  if (best.prefix.length > 0)
    return read(best.index, (q) =>
      best.prefix.reduce((bound, field) => bound.eq(field, equal.get(field)), q),
    );
  for (const { field, operator, value } of conditions) {
    const index = operator === "lt" && indexes.find(({ fields }) => fields[1] === field);
    if (index) return read(index, (q) => q.lt(field, value));
  }
  throw new Error(
    `No index of ${table} begins with ${conditions.map(({ field }) => field).join(" or ")}.`,
  );
}

/** The builder of an index range whose fields are known only at run time. */
interface Bounds {
  eq(field: string, value: unknown): Bounds;
  lt(field: string, value: unknown): Bounds;
}

function matchesCondition(
  row: ReadonlyMap<string, unknown>,
  { field, operator, value }: Condition,
): boolean {
  const actual = row.get(field);
  switch (operator) {
    case "eq":
      return actual === value;
    case "ne":
      return actual !== value;
    case "in":
      return Array.isArray(value) && value.includes(actual);
    case "not_in":
      return Array.isArray(value) && !value.includes(actual);
    case "gt":
      return compare(actual, value) > 0;
    case "gte":
      return compare(actual, value) >= 0;
    case "lt":
      return compare(actual, value) < 0;
    case "lte":
      return compare(actual, value) <= 0;
    default:
      throw new Error(`Unsupported operator ${operator}.`);
  }
}

const compare = (a: unknown, b: unknown) => (a === b ? 0 : (a as number) < (b as number) ? -1 : 1); // numbers or strings

function requireModel(model: string): Model {
  if (isModel(model)) return model;
  throw new Error(`Unknown model ${model}.`);
}
