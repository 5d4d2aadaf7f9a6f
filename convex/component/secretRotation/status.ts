/**
 * Reports whether the previous secret can be removed: how many stored values still need it, counted
 * now, and how long clients may still present what it signed.
 */
import { v, type Infer } from "convex/values";
import { internal } from "../_generated/api";
import { internalAction, internalQuery, type ActionCtx } from "../_generated/server";
import { withDefaults } from "../configuration/settings";
import { acceptedSecretIds } from "../core/secrets";
import { rowsAfter } from "../tenancy/everyRow";
import { resealProgress } from "../tenancy/resealProgress";
import { sealedValues, tablesWithSecrets, type TableWithSecrets } from "./sealedColumns";
import { isUnderCurrentSecret, needsPreviousSecret } from "./values";

const DAY_SECONDS = 24 * 3_600;
/**
 * Lifetimes in seconds of everything that is signed with the secret and held by clients. The
 * session cookie, whose lifetime is a project setting, comes on top. List cursors are not included:
 * when one is rejected, its client restarts the list.
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
    /** Values that no secret opens. They were lost earlier and do not block the rotation. */
    unreadable: v.number(),
    unreadableAt: v.array(v.string()),
  }),
  /** Values that are not sealed under the current secret, by table and column. */
  left: v.record(v.string(), v.number()),
  /** The longest lifetime of a cookie or link, in seconds. */
  longestLifetimeSeconds: v.number(),
  /**
   * When the last cookie or link signed with the previous secret expires; null before a re-sealing.
   */
  previousMayGoAt: time,
  previousMayGo: v.boolean(),
});
type Status = Infer<typeof statusValidator>;

export const status = internalAction({
  args: {},
  returns: statusValidator,
  handler: async (ctx): Promise<Status> => {
    const { left, needPrevious } = await countValuesLeft(ctx);
    const longestLifetimeSeconds = await loadLongestLifetimeSeconds(ctx);
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
        needPrevious === 0 &&
        previousMayGoAt !== null &&
        Date.now() >= previousMayGoAt,
    };
  },
});

const progressValidator = v.object({
  hasPreviousSecret: v.boolean(),
  /** When the current secret was first seen; null if no re-sealing has run under it. */
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
    // A re-sealing under an earlier secret says nothing about this one.
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

interface ValuesLeft {
  readonly left: Record<string, number>;
  /** How many of them the previous secret opens. */
  readonly needPrevious: number;
}

async function countValuesLeft(ctx: ActionCtx): Promise<ValuesLeft> {
  const left: Record<string, number> = {};
  let needPrevious = 0;
  for (const table of tablesWithSecrets)
    for (let after: number | null = 0; after !== null;) {
      const page: CountPage = await ctx.runQuery(internal.secretRotation.status.countLeft, {
        table,
        after,
      });
      for (const path of page.left) left[path] = (left[path] ?? 0) + 1;
      needPrevious += page.needPrevious;
      after = page.next;
    }
  return { left, needPrevious };
}

const countPageValidator = v.object({
  left: v.array(v.string()),
  needPrevious: v.number(),
  next: time,
});
type CountPage = Infer<typeof countPageValidator>;

export const countLeft = internalQuery({
  args: { table: v.string(), after: v.number() },
  returns: countPageValidator,
  handler: async (ctx, { table: name, after }): Promise<CountPage> => {
    const table = name as TableWithSecrets; // countValuesLeft passes one
    const { rows, next } = await rowsAfter(ctx.db, table, after);
    const left: string[] = [];
    let needPrevious = 0;
    for (const row of rows)
      for (const value of sealedValues(table, row)) {
        if (await isUnderCurrentSecret(value)) continue;
        left.push(`${table}.${value.path}`);
        if (await needsPreviousSecret(value)) needPrevious++;
      }
    return { left, needPrevious, next };
  },
});

async function loadLongestLifetimeSeconds(ctx: ActionCtx): Promise<number> {
  let longest = Math.max(
    ...Object.values(signedLifetimes),
    withDefaults(null).sessions.inactivityTimeout,
  );
  for (let after: number | null = 0; after !== null;) {
    const page: LifetimePage = await ctx.runQuery(
      internal.secretRotation.status.longestInactivity,
      { after },
    );
    longest = Math.max(longest, page.longest);
    after = page.next;
  }
  return longest;
}

const lifetimePageValidator = v.object({ longest: v.number(), next: time });
type LifetimePage = Infer<typeof lifetimePageValidator>;

/** Using a session renews its cookie, so an old cookie lives as long as an unused session. */
export const longestInactivity = internalQuery({
  args: { after: v.number() },
  returns: lifetimePageValidator,
  handler: async (ctx, { after }): Promise<LifetimePage> => {
    const { rows, next } = await rowsAfter(ctx.db, "configurations", after);
    const seconds = rows.map((row) => withDefaults(row).sessions.inactivityTimeout);
    return { longest: Math.max(0, ...seconds), next };
  },
});
