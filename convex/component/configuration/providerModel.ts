import type { Doc } from "../_generated/dataModel";
import { isLoopback, isPublicName } from "../core/webAddresses";
import { invalidField, notFound, problem } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import type { RowFields } from "../tenancy/database";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { SocialProvider, configuration } from "./contract";
import {
  deleteClientSecret,
  findSocialProvider,
  loadSocialProviders,
  sealClientSecret,
  toEnvelope,
} from "./credentials";
import { socialProviderIds, type SocialProviderId } from "../core/socialProviders";

type ProviderRow = Doc<"socialProviders">;
type Input = OperationInput<typeof configuration.saveSocialProviderCredential>;

/** The only place that turns a row into the wire's provider. */
function present({
  clientId,
  tenantId,
  issuer,
  enabled,
  updatedAt,
}: RowFields<"socialProviders">): SocialProvider {
  return { clientId, tenantId, issuer, hasClientSecret: true, enabled, updatedAt };
}

export async function listProviders(
  ctx: Pick<ReadContext, "db">,
): Promise<Record<string, SocialProvider>> {
  return Object.fromEntries(
    (await loadSocialProviders(ctx.db)).map((row) => [row.provider, present(row)]),
  );
}

export async function saveProvider(ctx: WriteContext, input: Input): Promise<void> {
  const { providerId, clientId, clientSecret, enabled } = input;
  const before = await findSocialProvider(ctx.db, providerId);
  const tenantId = input.tenantId === undefined ? (before?.tenantId ?? null) : input.tenantId;
  const issuer = input.issuer === undefined ? (before?.issuer ?? null) : input.issuer;
  if (tenantId !== null && providerId !== "microsoft")
    throw invalidField("tenantId", "Supported for microsoft only");
  if (issuer !== null && providerId !== "gitlab")
    throw invalidField("issuer", "Supported for gitlab only");
  assertReachable(issuer);
  // A caller who may update the configuration must not be able to redirect a stored secret to a
  // server of their own.
  if (before && issuer !== before.issuer && clientSecret === undefined)
    throw invalidField("clientSecret", "Required when issuer changes", "required");
  if (!before && clientSecret === undefined)
    throw invalidField("clientSecret", "Required when adding a provider", "required");
  const sealedClientSecret =
    clientSecret === undefined
      ? await toEnvelope(ctx.db, providerId, before!.sealedClientSecret) // checked above
      : await sealClientSecret(ctx.db, providerId, clientSecret);

  const fields = {
    provider: providerId,
    clientId,
    tenantId,
    issuer,
    sealedClientSecret,
    enabled: enabled ?? before?.enabled ?? true,
    updatedAt: ctx.now,
  };
  if (before) await ctx.db.patch("socialProviders", before, fields);
  else await ctx.db.insert("socialProviders", fields);
  const data = {
    provider: providerId,
    ...present(fields),
    secretChanged: clientSecret !== undefined,
  };
  const old = before ? { provider: providerId, ...present(before) } : {};
  await ctx.record({
    type: "config.social_provider_saved",
    targets: [toTarget(ctx, providerId)],
    data,
    before: old,
  });
}

export async function deleteProvider(
  ctx: WriteContext,
  providerId: SocialProviderId,
): Promise<void> {
  const row = await findSocialProvider(ctx.db, providerId);
  if (!row) throw notFound("Social provider");
  await ctx.db.delete("socialProviders", row);
  await deleteClientSecret(ctx.db, providerId);
  await ctx.record({
    type: "config.social_provider_deleted",
    targets: [toTarget(ctx, providerId)],
    data: { provider: providerId, ...present(row) },
  });
}

/**
 * Turns providers on and off, and returns all of them as they are then. Turning off a provider
 * without credentials does nothing; turning it on throws `conflict`.
 */
export async function switchProviders(
  ctx: WriteContext,
  rows: readonly ProviderRow[],
  wanted: { readonly [id in SocialProviderId]?: { enabled?: boolean } },
): Promise<ProviderRow[]> {
  const after = new Map(rows.map((row) => [row.provider, row]));
  for (const id of socialProviderIds) {
    const enabled = wanted[id]?.enabled;
    const row = after.get(id);
    if (enabled === undefined || enabled === row?.enabled) continue;
    if (row)
      after.set(id, await ctx.db.patch("socialProviders", row, { enabled, updatedAt: ctx.now }));
    else if (enabled)
      throw problem("conflict", `${id} has no credentials yet; save its credentials first`);
  }
  return [...after.values()];
}

/**
 * The runtime sends requests to the issuer. Only a local deployment may reach the local machine.
 */
function assertReachable(issuer: string | null): void {
  if (issuer === null) return;
  const { protocol, hostname } = new URL(issuer);
  const isLocal =
    isLoopback(hostname) && isLoopback(new URL(process.env.CONVEX_SITE_URL ?? issuer).hostname);
  if (isLocal || (protocol === "https:" && isPublicName(hostname))) return;
  throw invalidField("issuer", "Expected an https URL with a public host name");
}

const toTarget = (ctx: WriteContext, provider: string) => ({
  type: "social_provider",
  id: provider,
  name: `${provider} of ${ctx.caller.project.name}`,
});
