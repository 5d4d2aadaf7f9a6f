/**
 * The builders for operations that a session may call: what it takes to let one in. It is of this
 * project and good now (tenancy/caller.ts); a cookie was sent by a page that the project trusts;
 * the project has organizations switched on; and in the one organization that the operation is
 * about, the user is a member or has a project role, and the session meets the policies. From there
 * on the caller is bound to that organization just as an organization's key is.
 */
import { findClient } from "../authClients/clients";
import { settingsOf, type Settings } from "../configuration/settings";
import { invalidField, notFound, problem } from "../core/errors";
import type { BetterAuthShape } from "../wire/operation";
import { requireAccess } from "../organizations/access";
import { countSessionWrite } from "../signIn/limits/perMinute";
import { isTrusted, getTrustedOrigins } from "../signIn/origins/origins";
import type { Admission, SessionRequest } from "../tenancy/admission";
import type { TenantReader } from "../tenancy/database";
import { operationBuilders } from "../tenancy/functions";

type Fields = SessionRequest["body"];

const ORGANIZATION_PATHS = "/api/auth/organization/";
/** As many as a list answers at once. */
const ITEMS = 100;

export const { operationQuery, operationMutation } = operationBuilders({
  admit,
  count: async (ctx, { project, actor }) => await countSessionWrite(ctx, project.id, actor.id),
});

async function admit(request: SessionRequest): Promise<Admission> {
  const { db, definition, caller } = request;
  const isGated = definition.path.startsWith(ORGANIZATION_PATHS);
  const page = request.credential.kind === "session" ? request.credential.page : null;
  const settings = await settingsOf(db);
  if (page) await assertTrusted(db, settings, page);
  if (isGated && !settings.authMethods.organization)
    throw refused("organizations_disabled", "Organizations are not enabled in this project");
  // As on the end users' own paths (signIn/settings/gate.ts).
  if (settings.features.mfa && !caller.session.user.twoFactorEnabled)
    throw refused("mfa_required", "Set up a second factor first");
  const body = meant(definition.betterAuth, request.body, request.isGet);
  return definition.session === "self" ? { caller, body } : await inOrganization(request, body);
}

/** The rule that sign-in has: a browser sends cookies along with what any page asks for. */
async function assertTrusted(
  db: TenantReader,
  settings: Settings,
  { origin, clientId }: { origin: string; clientId: string | null },
): Promise<void> {
  const client = clientId === null ? null : await findClient(db, clientId);
  if (!isTrusted(origin, getTrustedOrigins(settings, client)))
    throw refused("untrusted_origin", `${origin} is no trusted origin of this project`);
}

const refused = (code: string, message: string) =>
  problem("forbidden", message, { errors: [{ field: "", message, code }] });

async function inOrganization(
  { db, definition, caller, isGet }: SessionRequest,
  body: Fields,
): Promise<Admission> {
  const named =
    (await organizationNamed(db, body)) ??
    activeOrganization(caller.session.row.activeOrganizationId);
  if (!named) {
    if (isGet && definition.betterAuth?.readsNull) return { answer: "null" };
    throw invalidField(
      "organizationId",
      "Required: none is active in this session",
      "invalid_type",
    );
  }
  const { permissions } = await requireAccess(
    db,
    caller.session,
    named.organizationId,
    definition.permission,
    named.what,
  );
  const isMissing =
    "organizationId" in definition.input.shape &&
    body.organizationId == null &&
    body.organizationSlug == null;
  return {
    caller: { ...caller, permissions, organizationId: named.organizationId },
    body: isMissing ? { ...body, organizationId: named.organizationId } : body,
  };
}

interface Named {
  readonly organizationId: string;
  /** What is not found when the organization is not there for the caller. */
  readonly what: string;
}

const activeOrganization = (organizationId: string | null | undefined): Named | null =>
  organizationId == null ? null : { organizationId, what: "Organization" };

/**
 * By the input before it is parsed: what is no text names nothing, and is refused by the schema.
 */
async function organizationNamed(db: TenantReader, input: Fields): Promise<Named | null> {
  const { organizationId, organizationSlug: slug, teamId, invitationId, memberIdOrUserId } = input;
  if (typeof organizationId === "string") return { organizationId, what: "Organization" };
  if (typeof slug === "string")
    return namedBy(
      {
        organizationId: (
          await db.range("organizations", "bySlug", (q) => q.eq("slug", slug)).unique()
        )?.id,
      },
      "Organization",
    );
  if (typeof teamId === "string") return namedBy(await db.get("teams", teamId), "Team");
  if (typeof invitationId === "string")
    return namedBy(await db.get("invitations", invitationId), "Invitation");
  if (typeof memberIdOrUserId === "string" && memberIdOrUserId.startsWith("mem_"))
    return namedBy(await db.get("members", memberIdOrUserId), "Member");
  return null;
}

function namedBy(row: { readonly organizationId?: string } | null, what: string): Named {
  if (row?.organizationId === undefined) throw notFound(what);
  return { organizationId: row.organizationId, what };
}

/** What Better Auth's client sends, in the words of the contract. */
function meant(shape: BetterAuthShape | undefined, body: Fields, isGet: boolean): Fields {
  const { names = {}, ignores = [], readsItems } = shape ?? {};
  const entries = Object.entries(body).filter(([field]) => !ignores.includes(field));
  const renamed = entries.map(([field, value]) => [
    names[field] !== undefined && !(names[field] in body) ? names[field] : field,
    value,
  ]);
  return {
    ...(isGet && readsItems ? { limit: ITEMS } : {}),
    ...(Object.fromEntries(renamed) as Fields),
  };
}
