/**
 * Better Auth's database adapter over one project's rows. Every read uses an index whose leading
 * fields the conditions cover; the remaining conditions are checked on the few rows found.
 */
import { createAdapterFactory, type CustomAdapter } from "better-auth/adapters";
import type { Doc } from "../../_generated/dataModel";
import schema from "../../schema";
import type { TenantIndex, TenantWriter } from "../../tenancy/database";
import { isModel, toModelFields, toColumn, tableNames, toColumnValue, type Model } from "./models";
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
type Row = Record<string, unknown> & { _id: string; projectId: string };

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
  const find = async (model: Model, where: readonly Condition[], limit: number) => {
    const found = await findRows(db, model, namesSessions ? where.map(acceptSessionId) : where, {
      limit,
      claim,
    });
    if (model === "account")
      for (const { row } of found) rows.noteCredential(row as unknown as Doc<"accounts">); // rows of that table
    if (model === "user")
      for (const { row } of found) rows.noteUser(row as unknown as Doc<"users">); // as above
    if (model === "session")
      for (const { row, token } of found)
        if (token !== undefined) rows.noteSession(row as unknown as Doc<"sessions">);
    if (model === "account" && opensTokens)
      return await Promise.all(
        found.map(async ({ row, shown }) => ({
          row,
          token: undefined,
          shown: { ...shown, ...(await unsealTokens(db.projectId, row)) },
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

async function findRows(
  db: TenantWriter,
  model: Model,
  where: readonly Condition[],
  { limit, claim }: { readonly limit: number; readonly claim: string },
): Promise<{ row: Row; shown: Record<string, unknown>; token?: string }[]> {
  if (where.some(({ connector }, index) => connector === "OR" && index > 0))
    throw new Error(`Queries with OR are not supported (model ${model}).`);
  const shown = where.find(
    ({ field, operator }) => model === "session" && field === "token" && operator === "eq",
  )?.value;
  const token = typeof shown === "string" ? shown : undefined;
  const conditions = await Promise.all(
    where.map(async (condition) => await toColumnCondition(model, condition)),
  );
  const found: { row: Row; shown: Record<string, unknown>; token?: string }[] = [];
  for await (const row of queryCandidates(db, model, conditions)) {
    if (
      !conditions.every((condition) => matchesCondition(row, condition)) ||
      (typeof row.claimedBy === "string" && row.claimedBy !== claim)
    )
      continue;
    if (
      model === "verification" &&
      !(await isStillBound(db, row as unknown as Doc<"verifications">))
    )
      continue; // a row of that table
    found.push({ row, token, shown: toModelFields(model, row, token) });
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
  if (model === "session" && field === "token")
    return { field: "tokenHash", operator, value: await sha256(String(value)), connector };
  if (model === "verification" && field === "identifier")
    return { field, operator, value: await sha256(String(value)), connector };
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
function queryCandidates(
  db: TenantWriter,
  model: Model,
  conditions: readonly Condition[],
): AsyncIterable<Row> {
  const table = tableNames[model];
  const equal = new Map(
    conditions.flatMap(({ field, operator, value }) =>
      operator === "eq" ? [[field, value] as const] : [],
    ),
  );
  const covered = schema.tables[table][" indexes"]().map(({ indexDescriptor, fields }) => {
    const [, ...rest] = fields;
    const gap = rest.findIndex((field) => !equal.has(field));
    return { indexDescriptor, prefix: gap === -1 ? rest : rest.slice(0, gap) };
  });
  const best = covered.reduce((a, b) => (b.prefix.length > a.prefix.length ? b : a));
  type Bound = {
    eq(field: string, value: unknown): Bound;
    lt(field: string, value: unknown): unknown;
  };
  if (best.prefix.length === 0) {
    const limits = conditions.find(
      ({ operator, field }) =>
        operator === "lt" &&
        schema.tables[table][" indexes"]().some(({ fields }) => fields[1] === field),
    );
    const index = schema.tables[table][" indexes"]().find(
      ({ fields }) => fields[1] === limits?.field,
    );
    if (!limits || !index)
      throw new Error(
        `No index of ${table} begins with ${conditions.map(({ field }) => field).join(" or ")}.`,
      );
    return db.range(
      table,
      index.indexDescriptor as TenantIndex<typeof table>,
      (q) => (q as unknown as Bound).lt(limits.field, limits.value) as never,
    ) as AsyncIterable<Row>; // the index was found in this table's schema
  }
  const range = (q: unknown) =>
    best.prefix.reduce<Bound>(
      (bound, field) => bound.eq(field, equal.get(field)),
      q as Bound,
    ) as never; // fields of that index, by the schema
  return db.range(
    table,
    best.indexDescriptor as TenantIndex<typeof table>,
    range,
  ) as AsyncIterable<Row>;
}

function matchesCondition(row: Row, { field, operator, value }: Condition): boolean {
  const actual = row[field];
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
