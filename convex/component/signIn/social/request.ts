/**
 * The part of a request that concerns social providers. Most requests have none and read nothing.
 */
import { isProviderAllowed, isRedirectRegistered } from "../../authClients/clients";
import { loadSocialProviders, openCredentials } from "../../configuration/credentials";
import { isSocialProvider } from "../../core/socialProviders";
import { hasTrait, type Visit } from "../visit";
import { asksBeforeLinking } from "./consent";
import { readHostedReturn } from "./hostedReturn";
import type { SealedApplication } from "./question";
import type { SocialSignIn } from "./signIn";

/** Better Auth ends a failed flow with a redirect that has an error parameter. */
export function isErrorRedirect({ status, headers }: Response): boolean {
  const location = headers.get("location");
  return status >= 300 && status < 400 && location !== null && /[?&]error=/.test(location);
}

/**
 * Returns null for a request that does not involve a provider. A named client decides which
 * providers it offers and restricts redirects to its registered ones. A callback names no client:
 * the checks were made when the flow started.
 */
export async function loadSocialSignIn(
  visit: Visit,
  rest: Pick<SocialSignIn, "claims" | "onNeed">,
): Promise<SocialSignIn | null> {
  const { db, effects, settings, url } = visit;
  const begins = hasTrait(visit, "beginsSocialFlow");
  if (!begins && !hasTrait(visit, "handsOutTokens") && !hasTrait(visit, "endsSocialFlow"))
    return null;
  const client = begins ? visit.client : null;
  const applications = (await loadSocialProviders(db)).flatMap(
    ({ provider, enabled, clientId, sealedClientSecret, tenantId, issuer }): SealedApplication[] =>
      enabled && isSocialProvider(provider) && isProviderAllowed(client, provider)
        ? [{ provider, clientId, sealedClientSecret, tenantId, issuer }]
        : [],
  );
  return {
    ...rest,
    projectId: db.projectId,
    applications,
    openApplication: async (application) =>
      await openCredentials(db, application.provider, application),
    effects,
    signUp: settings.features.signUp,
    asksBeforeLinking: await asksBeforeLinking(visit),
    isCarried: visit.carriedState !== null,
    isRedirect: client
      ? (address) =>
          isRedirectRegistered(client, address) || readHostedReturn(visit, address) !== null
      : null,
    user: url.searchParams.get("user"),
  };
}
