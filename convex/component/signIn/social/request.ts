/** What a request has to do with social providers. Most have nothing, and read nothing for it. */
import { isProviderAllowed, isRedirectRegistered } from "../../authClients/clients";
import { loadSocialProviders } from "../../configuration/credentials";
import { isSocialProvider } from "../../core/socialProviders";
import { does, type Visit } from "../visit";
import type { SealedApplication } from "./question";
import type { SocialSignIn } from "./signIn";

/** Better Auth's way to end a flow that failed. */
export function isSentBackWithError({ status, headers }: Response): boolean {
  const location = headers.get("location");
  return status >= 300 && status < 400 && location !== null && /[?&]error=/.test(location);
}

/**
 * Null for a request that has nothing to do with a provider. A client that is named decides which
 * providers it offers, and where people are sent: to its registered redirects and nowhere else. A
 * callback names none: what it may do was decided when the flow began.
 */
export async function socialSignInFor(
  visit: Visit,
  rest: Pick<SocialSignIn, "claims" | "onNeed">,
): Promise<SocialSignIn | null> {
  const { db, effects, settings, url } = visit;
  const begins = does(visit, "beginsSocialFlow");
  if (!begins && !does(visit, "handsOutTokens") && !does(visit, "endsSocialFlow")) return null;
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
    effects,
    signUp: settings.features.signUp,
    isRedirect: client ? (address) => isRedirectRegistered(client, address) : null,
    user: url.searchParams.get("user"),
  };
}
