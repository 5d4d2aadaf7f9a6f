/** Where a sign-in may end, checked again at each step: clients and their redirects may change. */
import { findClient, getEnabledMethods, isRedirectRegistered } from "../../authClients/clients";
import { getTrustedOrigins, isTrusted } from "../../signIn/origins/origins";
import { parseOrigin } from "../../signIn/origins/redirects";
import type { Visit } from "../../signIn/visit";
import type { Start } from "./starts";

/**
 * Whether the sign-in may still end where it was begun for: its client offers SSO, and the URLs are
 * paths of the origin that it was begun at, registered with the client, or without a client at a
 * trusted origin. A test sign-in ends at a page of the runtime.
 */
export async function mayStillEnd(
  { db, settings }: Pick<Visit, "db" | "settings">,
  { clientId, errorUri, flow, newUserUri, origin, redirectUri }: Start,
): Promise<boolean> {
  if (flow === "test") return true;
  const client = clientId === null ? null : await findClient(db, clientId);
  if (clientId !== null && (!client || !getEnabledMethods(settings, client).sso)) return false;
  const isAllowed = (url: string): boolean =>
    parseOrigin(url) === origin ||
    (client
      ? isRedirectRegistered(client, url)
      : isTrusted(parseOrigin(url), getTrustedOrigins(settings, null)));
  return [redirectUri, errorUri, newUserUri].every((url) => url === undefined || isAllowed(url));
}
