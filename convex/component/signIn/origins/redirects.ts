/**
 * Where somebody may be sent after a step of signing in. With a client named, a path of this
 * runtime or exactly what the client has registered; without one, also any page of a trusted
 * origin. A link in a mail names no client: what one of the project's clients has registered is
 * good there, because it was checked when the mail was asked for.
 */
import { isRedirectRegistered, type ClientRow } from "../../authClients/clients";
import type { TenantReader } from "../../tenancy/database";
import type { Refusal } from "../attemptRequest";
import { isTrusted, REDIRECT_FIELDS } from "./origins";

export const UNREGISTERED_REDIRECT: Refusal = {
  code: "INVALID_CALLBACK_URL",
  message: "Nobody is sent there: it is not registered",
};

/** All that a project may have. */
const MAXIMUM_CLIENTS = 200;

interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly body: Readonly<Record<string, unknown>>;
  readonly client: ClientRow | null;
  readonly trusted: readonly string[];
}

/**
 * What Better Auth is to trust besides for this request; null when one of the redirects is refused.
 */
export async function redirectsOf(
  db: TenantReader,
  { method, url, body, client, trusted }: Asked,
): Promise<string[] | null> {
  const given = [
    ...REDIRECT_FIELDS.map((field) => body[field]),
    ...REDIRECT_FIELDS.map((field) => url.searchParams.get(field)),
  ];
  const absolute = given.filter(
    (each): each is string => typeof each === "string" && each !== "" && !each.startsWith("/"),
  ); // Better Auth looks at paths
  const open = absolute.filter(
    (each) => client !== null || !isTrusted(originOf(each), [...trusted, url.origin]),
  );
  if (open.length === 0) return [];
  const clients = client
    ? [client]
    : method === "GET"
      ? await db.range("authClients", "byProjectId").take(MAXIMUM_CLIENTS)
      : [];
  if (!open.every((each) => clients.some((registered) => isRedirectRegistered(registered, each))))
    return null;
  return open.map(originOf);
}

/** As Better Auth compares it: the origin of a page, the scheme of an app. */
function originOf(address: string): string {
  if (!URL.canParse(address)) return "";
  const { origin, protocol } = new URL(address);
  return origin === "null" ? protocol : origin;
}
