/**
 * Decides which redirect URLs a request may name. With a client: a path of this runtime, or exactly
 * a URL that the client has registered. Without one: also any page of a trusted origin. A mailed
 * link names no client, so a URL registered by any of the project's clients is accepted; it was
 * checked when the mail was requested.
 */
import { isRedirectRegistered, loadClients, type ClientRow } from "../../authClients/clients";
import type { TenantReader } from "../../tenancy/database";
import type { Refusal } from "../attemptRequest";
import { isTrusted, REDIRECT_FIELDS } from "./origins";

export const UNREGISTERED_REDIRECT: Refusal = {
  code: "INVALID_CALLBACK_URL",
  message: "Redirect URL is not registered",
};

interface RedirectCheck {
  readonly method: string;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>>;
  readonly client: ClientRow | null;
  readonly trusted: readonly string[];
}

/**
 * Returns additional origins for Better Auth to trust in this request; null when a redirect is not
 * allowed.
 */
export async function loadRedirectOrigins(
  db: TenantReader,
  { method, url, body, client, trusted }: RedirectCheck,
): Promise<string[] | null> {
  const given = [
    ...REDIRECT_FIELDS.map((field) => body[field]),
    ...REDIRECT_FIELDS.map((field) => url.searchParams.get(field)),
  ];
  const absolute = given.filter(
    (each): each is string => typeof each === "string" && each !== "" && !each.startsWith("/"),
  ); // Better Auth checks paths
  const open = absolute.filter(
    (each) => client !== null || !isTrusted(parseOrigin(each), [...trusted, url.origin]),
  );
  if (open.length === 0) return [];
  const clients = client ? [client] : method === "GET" ? await loadClients(db) : [];
  if (!open.every((each) => clients.some((registered) => isRedirectRegistered(registered, each))))
    return null;
  return open.map(parseOrigin);
}

/** The form that Better Auth compares: a page's origin, or an app's scheme. */
export function parseOrigin(address: string): string {
  if (!URL.canParse(address)) return "";
  const { origin, protocol } = new URL(address);
  return origin === "null" ? protocol : origin;
}
