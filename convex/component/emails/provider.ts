/** The project's mail provider settings. */
import type { Doc } from "../_generated/dataModel";
import { invalidField } from "../core/errors";
import type { OperationInput } from "../wire/operation";
import type { ReadContext, WriteContext } from "../tenancy/functions";
import type { EmailProvider, emails } from "./contract";
import { presentProvider } from "./present";
import { hasRegions, sealApiKey, type HttpProviderId, type ProviderId } from "./providers";
import { smtpFields } from "./smtpChoice";

type Row = Doc<"mailProviders">;
type Input = OperationInput<(typeof emails)["saveProvider"]>;

export async function getProvider(ctx: ReadContext): Promise<EmailProvider | null> {
  const row = await findProviderRow(ctx);
  return row && presentProvider(row);
}

export async function saveProvider(ctx: WriteContext, input: Input): Promise<EmailProvider | null> {
  const { provider } = input;
  const before = await findProviderRow(ctx);
  const after =
    provider === null
      ? await removeProvider(ctx, before, input)
      : await storeProvider(ctx, before, provider, input);
  const data = { provider: after };
  const { id, name } = ctx.caller.project;
  await ctx.record({
    type: "email.provider.updated",
    targets: [{ type: "project", id, name }],
    data,
    before: { provider: before && presentProvider(before) },
  });
  return after;
}

async function removeProvider(ctx: WriteContext, before: Row | null, input: Input): Promise<null> {
  const field = Object.keys(input).find((name) => name !== "provider");
  if (field !== undefined) throw invalidField(field, "Omit all other fields when provider is null");
  if (before) await ctx.db.delete("mailProviders", before);
  return null;
}

async function storeProvider(
  ctx: WriteContext,
  before: Row | null,
  provider: ProviderId,
  input: Input,
): Promise<EmailProvider> {
  const { fromEmail, fromName = null, replyTo = null } = input;
  if (fromEmail === undefined)
    throw invalidField("fromEmail", "Required when provider is set", "required");
  const own =
    provider === "smtp"
      ? await smtpFields(ctx, before, input)
      : { ...(await httpFields(ctx, before, provider, input)), smtp: undefined };
  const row = {
    domain: null,
    region: "us" as const,
    ...own,
    provider,
    fromEmail,
    fromName,
    replyTo,
    updatedAt: ctx.now,
  };
  if (before) await ctx.db.patch("mailProviders", before, row);
  else await ctx.db.insert("mailProviders", row);
  return presentProvider(row);
}

async function httpFields(
  ctx: WriteContext,
  before: Row | null,
  provider: HttpProviderId,
  input: Input,
) {
  const { apiKey, domain = null, region } = input;
  for (const field of ["host", "port", "secure", "username", "password"] as const)
    if (input[field] !== undefined) throw invalidField(field, "Only allowed for smtp");
  if (provider === "mailgun" && domain === null)
    throw invalidField("domain", "Required for mailgun: the sending domain", "required");
  if (provider !== "mailgun" && domain !== null)
    throw invalidField("domain", "Only allowed for mailgun");
  if (region !== undefined && !hasRegions(provider))
    throw invalidField("region", `Not supported by ${provider}`);
  const kept = before?.provider === provider ? before.sealedApiKey : null;
  const sealedApiKey =
    apiKey === undefined ? kept : await sealApiKey(ctx.db.projectId, provider, apiKey);
  if (sealedApiKey === null)
    throw invalidField("apiKey", "Required when the provider changes", "required");
  return { domain, region: region ?? ("us" as const), sealedApiKey };
}

const findProviderRow = async (ctx: ReadContext): Promise<Row | null> =>
  await ctx.db.range("mailProviders", "byProject").unique();
