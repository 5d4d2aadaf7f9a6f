/**
 * Queues the invitation mail in the transaction of the invitation. The token appears only in its
 * link.
 */
import { parseAddress } from "../core/webAddresses";
import { isRedirectRegistered, loadClients } from "../authClients/clients";
import { loadSettings } from "../configuration/settings";
import { queueMail } from "../emails/queue";
import { invalidField } from "../core/errors";
import { projectLink } from "../projects/authDomains";
import { loadAllTrustedOrigins, isTrusted } from "../signIn/origins/origins";
import type { TenantReader } from "../tenancy/database";
import type { WriteContext } from "../tenancy/functions";
import type { OrganizationRow } from "./model";

const PARAMETER = "invitation";
/** Relative to `/p/<project>`. */
export const INVITATION_PATH = "/invitation";

/**
 * The app's own page for the link; null without a redirect URL. Throws 422 for a page that is not
 * one of the project's applications, so that mail in the project's name never links elsewhere.
 */
export async function requireRedirectPage(
  db: TenantReader,
  redirectUrl: string | undefined,
): Promise<URL | null> {
  if (redirectUrl === undefined) return null;
  const url = await findRedirectPage(db, redirectUrl);
  if (url) return url;
  throw invalidField(
    "redirectUrl",
    "Expected a registered redirect URI of an auth client, or a URL on a trusted origin",
    "invalid_redirect",
  );
}

/** Null for a page that is not one of the project's applications. */
export async function findRedirectPage(db: TenantReader, redirectUrl: string): Promise<URL | null> {
  const url = parseAddress(redirectUrl);
  const isOwn =
    url !== null &&
    (isTrusted(url.origin, await loadAllTrustedOrigins(db, await loadSettings(db))) ||
      (await isRegistered(db, redirectUrl)));
  return isOwn ? url : null;
}

async function isRegistered(db: TenantReader, redirectUrl: string): Promise<boolean> {
  const clients = await loadClients(db);
  return clients.some((client) => isRedirectRegistered(client, redirectUrl));
}

export async function mailInvitation(
  ctx: WriteContext,
  {
    to,
    organization,
    page,
    token,
  }: { to: string; organization: OrganizationRow; page: URL | null; token: string },
): Promise<void> {
  await queueMail(ctx, {
    to,
    template: "invitation",
    data: {
      organization: organization.name,
      inviter: await findInviterName(ctx),
      url: page ? formatAppPageUrl(page, token) : await formatOwnPageUrl(ctx, token),
    },
  });
}

/**
 * The runtime's own page (invitationPage.ts), at the project's address and never at a host named by
 * a request. Undefined when the deployment does not know its address.
 */
const formatOwnPageUrl = async (
  { db, caller }: WriteContext,
  token: string,
): Promise<string | undefined> =>
  process.env.CONVEX_SITE_URL === undefined
    ? undefined
    : await projectLink(db, caller.project, `${INVITATION_PATH}?token=${token}`);

function formatAppPageUrl(page: URL, token: string): string {
  const url = new URL(page);
  url.searchParams.set(PARAMETER, token);
  return url.href;
}

/** The inviting user's name. The name of an API key is not shown to invitees. */
async function findInviterName({
  db,
  caller: { actor },
}: WriteContext): Promise<string | undefined> {
  return actor.type === "user" ? (await db.get("users", actor.id))?.name : undefined;
}
