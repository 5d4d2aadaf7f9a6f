/**
 * Whether the previous secret may go: how many stored values still need it, counted now, and how
 * long visitors may still bring what it has signed.
 */
import { v, type Infer } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, internalQuery, type ActionCtx } from "../_generated/server";
import { withDefaults } from "../configuration/settings";
import { acceptedSecretIds } from "../core/secrets";
import { rowsAfter } from "../tenancy/everyRow";
import { resealProgress } from "../tenancy/resealProgress";
import { sealedValues, tablesWithSecrets, type TableWithSecrets } from "./sealedColumns";
import { isUnderCurrentSecret } from "./values";

const DAY_SECONDS = 24 * 3_600;
/**
 * What is signed with the secret and lies with visitors, by its lifetime in seconds; the session's
 * cookie, which has the project's, comes on top. A cursor of a list has none: one that is refused
 * makes its reader begin the list again.
 */
const signedLifetimes = {
  trustedDevice: 30 * DAY_SECONDS,
  undoLink: 7 * DAY_SECONDS,
  verificationLink: DAY_SECONDS,
  idempotencyKey: DAY_SECONDS,
  sessionThatIsNotRemembered: DAY_SECONDS,
  twoFactorChallenge: 600,
  oauthState: 600,
  passkeyChallenge: 300,
} as const;

const time = v.union(v.number(), v.null());
const statusValidator = v.object({
  /** BANATA_AUTH_SECRET_PREVIOUS is set. */
  hasPreviousSecret: v.boolean(),
  reseal: v.object({
    state: v.union(v.literal("not started"), v.literal("running"), v.literal("finished")),
    startedAt: time,
    finishedAt: time,
    resealed: v.number(),
    /** Values that no secret opens: they were lost before, and do not hold the rotation up. */
    unreadable: v.number(),
    unreadableAt: v.array(v.string()),
  }),
  /** Values that are not under the current secret, by table and column. */
  left: v.record(v.string(), v.number()),
  /** The longest life of a cookie or link, in seconds. */
  longestLifetimeSeconds: v.number(),
  /** When the last cookie or link of the previous secret has ended; null before a re-sealing. */
  previousMayGoAt: time,
  previousMayGo: v.boolean(),
});
type Status = Infer<typeof statusValidator>;

export const status = internalAction({
  args: {},
  returns: statusValidator,
  handler: async (ctx): Promise<Status> => {
    const [left, longestLifetimeSeconds] = [await valuesLeft(ctx), await longestLifetime(ctx)];
    const progress: Progress = await ctx.runQuery(internal.secretRotation.status.progress, {});
    const total = Object.values(left).reduce((sum, count) => sum + count, 0);
    const previousMayGoAt =
      progress.secretSince === null ? null : progress.secretSince + longestLifetimeSeconds * 1_000;
    return {
      hasPreviousSecret: progress.hasPreviousSecret,
      reseal: progress.reseal,
      left,
      longestLifetimeSeconds,
      previousMayGoAt,
      previousMayGo:
        progress.reseal.state === "finished" &&
        total <= progress.reseal.unreadable &&
        previousMayGoAt !== null &&
        Date.now() >= previousMayGoAt,
    };
  },
});

const progressValidator = v.object({
  hasPreviousSecret: v.boolean(),
  /** Since when the current secret is known to be it; null when no re-sealing has seen it. */
  secretSince: time,
  reseal: statusValidator.fields.reseal,
});
type Progress = Infer<typeof progressValidator>;

export const progress = internalQuery({
  args: {},
  returns: progressValidator,
  handler: async (ctx): Promise<Progress> => {
    const [current, previous] = await acceptedSecretIds();
    const row = await resealProgress(ctx.db);
    const hasPreviousSecret = previous !== undefined;
    // What was re-sealed for an earlier secret says nothing about this one.
    if (!row || row.secretId !== current)
      return { hasPreviousSecret, secretSince: null, reseal: notStarted };
    const { startedAt, finishedAt, resealed, unreadable, unreadableAt } = row;
    const state = row.table === null ? ("finished" as const) : ("running" as const);
    return {
      hasPreviousSecret,
      secretSince: row.secretSince,
      reseal: { state, startedAt, finishedAt, resealed, unreadable, unreadableAt },
    };
  },
});

const notStarted: Status["reseal"] = {
  state: "not started",
  startedAt: null,
  finishedAt: null,
  resealed: 0,
  unreadable: 0,
  unreadableAt: [],
};

async function valuesLeft(ctx: ActionCtx): Promise<Record<string, number>> {
  const left: Record<string, number> = {};
  for (const table of tablesWithSecrets)
    for (let after: number | null = 0; after !== null;) {
      const page: CountPage = await ctx.runQuery(internal.secretRotation.status.countLeft, {
        table,
        after,
      });
      for (const path of page.left) left[path] = (left[path] ?? 0) + 1;
      after = page.next;
    }
  return left;
}

const countPageValidator = v.object({ left: v.array(v.string()), next: time });
type CountPage = Infer<typeof countPageValidator>;

export const countLeft = internalQuery({
  args: { table: v.string(), after: v.number() },
  returns: countPageValidator,
  handler: async (ctx, { table: name, after }): Promise<CountPage> => {
    const table = name as TableWithSecrets; // valuesLeft names one
    const { rows, next } = await rowsAfter(ctx.db, table, after);
    const left: string[] = [];
    for (const row of rows)
      for (const value of sealedValues(table, row))
        if (!(await isUnderCurrentSecret(value))) left.push(`${table}.${value.path}`);
    return { left, next };
  },
});

async function longestLifetime(ctx: ActionCtx): Promise<number> {
  let longest = Math.max(
    ...Object.values(signedLifetimes),
    withDefaults(null).sessions.inactivityTimeout,
  );
  for (let after: number | null = 0; after !== null;) {
    const page: LifetimePage = await ctx.runQuery(
      internal.secretRotation.status.longestInactivity,
      { after },
    );
    [longest, after] = [Math.max(longest, page.longest), page.next];
  }
  return longest;
}

const lifetimePageValidator = v.object({ longest: v.number(), next: time });
type LifetimePage = Infer<typeof lifetimePageValidator>;

/** A session that is used gets a new cookie, so an old one lives as long as an unused session. */
export const longestInactivity = internalQuery({
  args: { after: v.number() },
  returns: lifetimePageValidator,
  handler: async (ctx, { after }): Promise<LifetimePage> => {
    const { rows, next } = await rowsAfter(ctx.db, "configurations", after);
    const seconds = rows.map((row) => withDefaults(row).sessions.inactivityTimeout);
    return { longest: Math.max(0, ...seconds), next };
  },
});
