/** What a request has to do with social providers. Most have nothing, and read nothing for it. */
import { isProviderAllowed, isRedirectRegistered, type ClientRow } from "../../authClients/clients";
import { socialProviderRows } from "../../configuration/credentials";
import { isSocialProvider } from "../../configuration/socialProviders";
import type { TenantReader } from "../../tenancy/database";
import type { SealedApplication } from "./question";
import type { SocialSignIn } from "./signIn";

const BEGINNING = ["/sign-in/social", "/link-social"];
const TOKENS = ["/get-access-token", "/refresh-token"];

export const beginsSocialFlow = (path: string): boolean => BEGINNING.includes(path);
/** Where providers send people back to. */
export const isCallback = (path: string): boolean => path.startsWith("/callback/");
/** Where users get the tokens of their own accounts. */
export const handsOutTokens = (path: string): boolean => TOKENS.includes(path);

/** Better Auth's way to end a flow that failed. */
export function isSentBackWithError({ status, headers }: Response): boolean {
  const location = headers.get("location");
  return status >= 300 && status < 400 && location !== null && /[?&]error=/.test(location);
}

export interface SocialRequest extends Pick<
  SocialSignIn,
  "signUp" | "claims" | "effects" | "onNeed"
> {
  /** Below the end users' paths. */
  readonly path: string;
  readonly url: string;
  /** The client that the request names. */
  readonly client: ClientRow | null;
}

/**
 * Null for a request that has nothing to do with a provider. A client that is named decides which
 * providers it offers, and where people are sent: to its registered redirects and nowhere else. A
 * callback names none: what it may do was decided when the flow began.
 */
export async function socialSignInFor(
  db: TenantReader,
  { path, url, client: named, ...rest }: SocialRequest,
): Promise<SocialSignIn | null> {
  if (!beginsSocialFlow(path) && !handsOutTokens(path) && !isCallback(path)) return null;
  const client = beginsSocialFlow(path) ? named : null;
  const applications = (await socialProviderRows(db)).flatMap(
    ({ provider, enabled, clientId, sealedClientSecret, tenantId, issuer }): SealedApplication[] =>
      enabled && isSocialProvider(provider) && isProviderAllowed(client, provider)
        ? [{ provider, clientId, sealedClientSecret, tenantId, issuer }]
        : [],
  );
  return {
    ...{ projectId: db.projectId, applications, ...rest },
    isRedirect: client ? (address) => isRedirectRegistered(client, address) : null,
    user: new URL(url).searchParams.get("user"),
  };
}
