/** What a request has to do with social providers. Most have nothing, and read nothing for it. */
import { findClient, isProviderAllowed, isRedirectRegistered } from "../authClients/clients";
import { socialProviderRows } from "../configuration/credentials";
import { isSocialProvider } from "../configuration/socialProviders";
import type { TenantReader } from "../tenancy/database";
import type { SealedApplication } from "./providerQuestion";
import type { SocialSignIn } from "./socialSignIn";

const BEGINNING = ["/sign-in/social", "/link-social"];
const TOKENS = ["/get-access-token", "/refresh-token"];

/** Where providers send people back to. */
export const isCallback = (path: string): boolean => path.startsWith("/callback/");
/** Where users get the tokens of their own accounts. */
export const handsOutTokens = (path: string): boolean => TOKENS.includes(path);

/** Better Auth's way to end a flow that failed. */
export function isSentBackWithError({ status, headers }: Response): boolean {
  const location = headers.get("location");
  return status >= 300 && status < 400 && location !== null && /[?&]error=/.test(location);
}

export interface SocialRequest extends Pick<SocialSignIn, "signUp" | "claims" | "effects" | "onNeed"> {
  /** Below the end users' paths. */
  readonly path: string;
  readonly url: string;
  /** The client that the request names. */
  readonly clientId: string | null;
}

/**
 * Null for a request that has nothing to do with a provider. A client that is named decides which providers it offers, and where people are sent: to its registered redirects and nowhere else. A callback names
 * none: what it may do was decided when the flow began.
 */
export async function socialSignInFor(db: TenantReader, { path, url, clientId, ...rest }: SocialRequest): Promise<SocialSignIn | null> {
  if (!BEGINNING.includes(path) && !handsOutTokens(path) && !isCallback(path)) return null;
  const begins = BEGINNING.includes(path);
  const client = begins && clientId !== null ? await findClient(db, clientId) : null;
  const isNamed = begins && clientId !== null;
  const applications = (await socialProviderRows(db)).flatMap(({ provider, enabled, clientId: applicationId, sealedClientSecret, tenantId, issuer }): SealedApplication[] => {
    const offered = enabled && isSocialProvider(provider) && (!isNamed || (client !== null && isProviderAllowed(client, provider)));
    return offered ? [{ provider, clientId: applicationId, sealedClientSecret, tenantId, issuer }] : [];
  });
  return {
    ...{ projectId: db.projectId, applications, ...rest },
    isRedirect: isNamed ? (address) => client !== null && isRedirectRegistered(client, address) : null,
    user: new URL(url).searchParams.get("user"),
  };
}
