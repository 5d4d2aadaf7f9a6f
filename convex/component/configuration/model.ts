import type { Doc } from "../_generated/dataModel";
import { invalidField } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import type { RowFields } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { Change as RecordedChange } from "../tenancy/records";
import type { RuntimeAuthConfig, configuration } from "./contract";
import { loadSocialProviders } from "./credentials";
import type { Settings } from "./defaults";
import { assertPasskeyDomain } from "./passkeyDomain";
import { switchProviders } from "./providerModel";
import { loadSettings, withDefaults } from "./settings";
import { endPrivilegedSessions } from "../sso/endings";
import { socialProviderIds } from "../core/socialProviders";

type Row = Doc<"configurations">;
type Input<M extends keyof typeof configuration> = OperationInput<(typeof configuration)[M]>;
/** The stored part of a change: only the fields that were given. */
type Change = Partial<Omit<RowFields<"configurations">, "updatedAt">>;

export async function getConfig({ db }: Pick<ReadContext, "db">): Promise<RuntimeAuthConfig> {
  return presentConfig(await loadSettings(db), await loadSocialProviders(db));
}

/** The only place that turns settings into the wire's configuration. */
function presentConfig(
  { authMethods, emailPassword, features, sessions, passkeys, branding }: Settings,
  providers: readonly Doc<"socialProviders">[],
): RuntimeAuthConfig {
  const enabled = new Set(providers.flatMap((row) => (row.enabled ? row.provider : [])));
  return {
    authMethods,
    emailPassword,
    socialProviders: Object.fromEntries(
      socialProviderIds.map((id) => [id, { enabled: enabled.has(id) }]),
    ),
    features,
    sessions: { ...sessions, corsOrigins: [...sessions.corsOrigins] },
    passkeys,
    branding,
  };
}

export const presentAuthConfig = ({
  roleAssignment,
  multipleRoles,
  apiKeyPermissions,
}: Settings) => ({ roleAssignment, multipleRoles, apiKeyPermissions });

export async function saveConfig(
  ctx: WriteContext,
  input: Input<"saveDashboardConfig">,
): Promise<RuntimeAuthConfig> {
  const { socialProviders = {}, passkeys: { force = false, ...passkeys } = {}, ...others } = input;
  const sections = input.passkeys ? { ...others, passkeys } : others;
  const row = await findRow(ctx);
  const providers = await loadSocialProviders(ctx.db);
  const before = presentConfig(withDefaults(row), providers);
  const switched = await switchProviders(ctx, providers, socialProviders);
  const settings = await saveChange(ctx, row, sections);
  await assertPasskeyDomain(ctx, withDefaults(row), settings, { ...input, force });
  const after = presentConfig(settings, switched);
  if (before.features.ssoForProjectRoles && !after.features.ssoForProjectRoles)
    await endPrivilegedSessions(ctx);
  await recordChange(ctx, Object.keys(input) as (keyof RuntimeAuthConfig)[], before, after); // the input only has fields of the configuration
  return after;
}

export async function saveAuthConfiguration(
  ctx: WriteContext,
  input: Input<"saveAuthConfiguration">,
) {
  const row = await findRow(ctx);
  const before = presentAuthConfig(withDefaults(row));
  const after = presentAuthConfig(await saveChange(ctx, row, input));
  await recordChange(ctx, Object.keys(input) as (keyof typeof after)[], before, after); // the input only has these fields
  return after;
}

/**
 * Merges the change into the stored settings. Throws `validation_error` for contradictory settings.
 */
async function saveChange(ctx: WriteContext, row: Row | null, change: Change): Promise<Settings> {
  const chosen = {
    authMethods: { ...row?.authMethods, ...change.authMethods },
    emailPassword: { ...row?.emailPassword, ...change.emailPassword },
    features: { ...row?.features, ...change.features },
    sessions: { ...row?.sessions, ...change.sessions },
    passkeys: { ...row?.passkeys, ...change.passkeys },
    branding: { ...row?.branding, ...change.branding },
    ...omitUndefined({
      roleAssignment: change.roleAssignment,
      multipleRoles: change.multipleRoles,
      apiKeyPermissions: change.apiKeyPermissions,
    }),
    updatedAt: ctx.now,
  };
  const settings = withDefaults({ ...row, ...chosen });
  assertConsistent(settings);
  if (row) await ctx.db.patch("configurations", row, chosen);
  else await ctx.db.insert("configurations", chosen);
  return settings;
}

const omitUndefined = <T extends object>(fields: T) =>
  Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  ) as Partial<T>;

function assertConsistent({ authMethods, emailPassword, features, sessions }: Settings): void {
  if (emailPassword.minPasswordLength > emailPassword.maxPasswordLength) {
    throw invalidField(
      "emailPassword.minPasswordLength",
      `Must not exceed maxPasswordLength, which is ${emailPassword.maxPasswordLength}`,
      "contradiction",
    );
  }
  if (sessions.inactivityTimeout > sessions.maxSessionLength) {
    throw invalidField(
      "sessions.inactivityTimeout",
      `Must not exceed maxSessionLength, which is ${sessions.maxSessionLength} seconds`,
      "contradiction",
    );
  }
  // Without the method, users could not set up the factor that they are required to have.
  if (features.mfa && !authMethods.twoFactor)
    throw invalidField("features.mfa", "Requires authMethods.twoFactor", "contradiction");
}

type ConfigChange = Extract<RecordedChange, { type: "config.updated" }>["data"];

/**
 * Records only the sections that were written, to keep a style sheet of 10,000 characters out of
 * every entry.
 */
async function recordChange<T extends ConfigChange>(
  ctx: WriteContext,
  written: readonly (keyof T)[],
  before: T,
  after: T,
): Promise<void> {
  const pick = (config: T) =>
    Object.fromEntries(written.map((section) => [section, config[section]])) as Partial<T>; // sections of T
  const { id, name } = ctx.caller.project;
  await ctx.record({
    type: "config.updated",
    targets: [{ type: "project", id, name }],
    data: pick(after),
    before: pick(before),
  });
}

const findRow = async (ctx: Pick<ReadContext, "db">): Promise<Row | null> =>
  await ctx.db.range("configurations", "byProject").unique();
