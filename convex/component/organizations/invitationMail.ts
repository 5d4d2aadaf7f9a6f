/**
 * The mail that invites, queued in the invitation's own transaction. The token is in its link
 * alone.
 */
import { parseAddress } from "../core/webAddresses";
import { isRedirectRegistered } from "../authClients/clients";
import { settingsOf } from "../configuration/settings";
import { queueMail } from "../emails/queue";
import { invalidField } from "../core/errors";
import { loadAllTrustedOrigins, isTrusted } from "../signIn/origins/origins";
import type { TenantReader } from "../tenancy/database";
import type { WriteContext } from "../tenancy/functions";
import type { OrganizationRow } from "./model";

/** All that a project may have. */
const MAXIMUM_CLIENTS = 200;
const PARAMETER = "invitation";
/** Below `/p/<project>`. */
export const INVITATION_PATH = "/invitation";

/**
 * The app's own page. Null when none was asked for. Throws 422 for one that is not of the project's own applications: a
 * mail in its name leads nowhere else.
 */
export async function appPage(
  db: TenantReader,
  redirectUrl: string | undefined,
): Promise<URL | null> {
  if (redirectUrl === undefined) return null;
  const url = parseAddress(redirectUrl);
  if (
    url &&
    (isTrusted(url.origin, await loadAllTrustedOrigins(db, await settingsOf(db))) ||
      (await isRegistered(db, redirectUrl)))
  )
    return url;
  throw invalidField(
    "redirectUrl",
    "Expected a redirect URI of one of the project's auth clients, or a page of a trusted origin",
    "invalid_redirect",
  );
}

async function isRegistered(db: TenantReader, redirectUrl: string): Promise<boolean> {
  const clients = await db.range("authClients", "byProjectId").take(MAXIMUM_CLIENTS);
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
      inviter: await inviterOf(ctx),
      url: page ? linkTo(page, token) : ownPage(ctx.db.projectId, token),
    },
  });
}

/**
 * A page of the runtime's own (invitationPage.ts), at the deployment's address and never at one that
 * a request named. None on a deployment that does not know its address.
 */
function ownPage(projectId: string, token: string): string | undefined {
  const site = process.env.CONVEX_SITE_URL;
  return site === undefined
    ? undefined
    : `${site.replace(/\/$/, "")}/p/${projectId}${INVITATION_PATH}?token=${token}`;
}

function linkTo(page: URL, token: string): string {
  const url = new URL(page);
  url.searchParams.set(PARAMETER, token);
  return url.href;
}

/** A person's name. That of a key is for those who manage it. */
async function inviterOf({ db, caller: { actor } }: WriteContext): Promise<string | undefined> {
  return actor.type === "user" ? (await db.get("users", actor.id))?.name : undefined;
}
