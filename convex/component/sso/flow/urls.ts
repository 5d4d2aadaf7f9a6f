/** The runtime's own pages in a sign-in. Those of a connection are in ../urls.ts. */
import { siteUrl } from "../../core/siteUrl";
import { isOwnDomain } from "../../projects/authDomains";
import type { TenantReader } from "../../tenancy/database";

type Begun = { readonly origin?: string | undefined };

/** The page that begins a sign-in, for one use. */
export const toStartUrl = async (db: TenantReader, start: Begun, token: string): Promise<string> =>
  await toUrl(db, start, "start", token);

/** Where the browser goes after its identity provider's response by POST. */
export const toCompletionUrl = async (
  db: TenantReader,
  start: Begun,
  token: string,
): Promise<string> => await toUrl(db, start, "complete", token);

const toUrl = async (
  db: TenantReader,
  start: Begun,
  page: "start" | "complete",
  token: string,
): Promise<string> => {
  const mount = siteUrl().pathname.replace(/\/$/, "");
  const path = `${mount}/p/${db.projectId}/api/auth/sso/${page}?token=${token}`;
  return (await flowOrigin(db, start)) + path;
};

/**
 * Where the browser keeps the cookies of a sign-in: at the project's domain, if it was begun there,
 * else on the deployment's own host, also for an app that forwards requests.
 */
export const flowOrigin = async (db: TenantReader, { origin }: Begun): Promise<string> =>
  origin !== undefined && (await isOwnDomain(db, origin)) ? origin : siteUrl().origin;
