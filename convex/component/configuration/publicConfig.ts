import { getServiceName } from "../core/serviceName";
import { brandingFor, loadOwnBranding } from "../authClients/branding";
import { findClient, isProviderAllowed, getEnabledMethods } from "../authClients/clients";
import { notFound } from "../core/errors";
import { toOperatorSettings } from "../operators/settings";
import type { ReadContext } from "../tenancy/functions";
import type { PublicConfig } from "./contract";
import { loadSocialProviders } from "./credentials";
import { loadSettings } from "./settings";

/**
 * The public configuration of a client and its project. Fields are listed one by one, so that
 * nothing becomes public by being added elsewhere.
 */
export async function loadPublicConfig(ctx: ReadContext, clientId: string): Promise<PublicConfig> {
  const client = await findClient(ctx.db, clientId);
  if (!client || client.disabled) throw notFound("Auth client");
  const stored = await loadSettings(ctx.db);
  const narrowed = { ...stored, authMethods: getEnabledMethods(stored, client) };
  const settings = ctx.caller.project.isAdmin ? toOperatorSettings(narrowed) : narrowed;
  const { requireEmailVerification, minPasswordLength, maxPasswordLength } = settings.emailPassword;
  const { signUp, mfa } = settings.features;
  const providers = await loadSocialProviders(ctx.db);
  return {
    clientId: client.id,
    clientName: client.name,
    projectName: getServiceName(ctx.caller.project),
    authMethods: settings.authMethods,
    socialProviders: providers.flatMap(({ provider, enabled }) =>
      enabled && isProviderAllowed(client, provider) ? provider : [],
    ),
    emailPassword: { requireEmailVerification, minPasswordLength, maxPasswordLength },
    features: { signUp, mfa },
    branding: brandingFor(await loadOwnBranding(ctx.db, client), settings.branding),
  };
}
