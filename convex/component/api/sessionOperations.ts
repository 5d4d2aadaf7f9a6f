/**
 * Builders for operations that sessions may call. A session is admitted if it is active in this
 * project (tenancy/caller.ts); if its cookie was sent by a trusted origin; if the project has
 * organizations enabled; and if, in the organization that the operation concerns, the user is a
 * member or has a project role and the session meets the policies. The caller is then bound to that
 * organization exactly as an organization's API key is.
 */
import { findClient } from "../authClients/clients";
import { loadSettings, type Settings } from "../configuration/settings";
import { fieldProblem, invalidField, notFound } from "../core/errors";
import { idPrefixes } from "../core/ids";
import type { BetterAuthShape } from "../wire/operation";
import { operatorRules } from "../operators/admission";
import { requireAccess } from "../organizations/access";
import { mustSetUpFactor } from "../signIn/database/sessionProofs";
import { countSessionWrite } from "../signIn/limits/sessionWrites";
import { isTrusted, getTrustedOrigins } from "../signIn/origins/origins";
import type { Admission, SessionRequest } from "../tenancy/admission";
import type { TenantReader } from "../tenancy/database";
import { operationBuilders } from "../tenancy/functions";

type Fields = SessionRequest["body"];

const ORGANIZATION_PATHS = "/api/auth/organization/";
/** As many as a list returns at once. */
const ITEMS = 100;

export const { operationQuery, operationMutation } = operationBuilders(operatorRules, {
  admit,
  count: async (ctx, { project, actor }) => await countSessionWrite(ctx, project.id, actor.id),
});

async function admit(request: SessionRequest): Promise<Admission> {
  const { db, definition, caller } = request;
  const isGated = definition.path.startsWith(ORGANIZATION_PATHS);
  const page = request.credential.kind === "session" ? request.credential.page : null;
  const settings = await loadSettings(db);
  if (page) await assertTrusted(db, settings, page);
  if (isGated && !settings.authMethods.organization)
    throw refused("organizations_disabled", "Organizations are not enabled in this project");
  // The same rule as on the end users' paths (signIn/sessionRules.ts).
  const { row, user } = caller.session;
  if (mustSetUpFactor(settings.features, user, row))
    throw refused("mfa_required", "Set up a second factor first");
  const body = translateFields(definition.betterAuth, request.body, request.isGet);
  return definition.session === "self"
    ? { caller, body }
    : await admitToOrganization(request, body);
}

/** Same rule as for sign-in: a browser sends cookies with requests from any page. */
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
  fieldProblem("forbidden", { field: "", message, code });

async function admitToOrganization(
  { db, definition, caller, isGet }: SessionRequest,
  body: Fields,
): Promise<Admission> {
  const named =
    (await findNamedOrganization(db, body)) ??
    requireActiveOrganization(caller.session.row.activeOrganizationId);
  if (!named) {
    if (isGet && definition.betterAuth?.readsNull) return { answer: "null" };
    throw invalidField(
      "organizationId",
      "Required: the session has no active organization",
      "invalid_type",
    );
  }
  const { permissions } = await requireAccess(db, caller.session, {
    ...named,
    permission: definition.permission,
  });
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
  /** The resource to report as not found when the caller cannot see the organization. */
  readonly what: string;
}

const requireActiveOrganization = (organizationId: string | null | undefined): Named | null =>
  organizationId == null ? null : { organizationId, what: "Organization" };

/**
 * Reads the unparsed input: a value that is not a string selects nothing and is rejected by the
 * schema later.
 */
async function findNamedOrganization(db: TenantReader, input: Fields): Promise<Named | null> {
  const { organizationId, organizationSlug: slug, teamId, invitationId, memberIdOrUserId } = input;
  const { providerId, userId, groupId } = input;
  if (typeof organizationId === "string") return { organizationId, what: "Organization" };
  if (typeof slug === "string")
    return requireNamed(
      {
        organizationId: (
          await db.range("organizations", "bySlug", (q) => q.eq("slug", slug)).unique()
        )?.id,
      },
      "Organization",
    );
  if (typeof teamId === "string") return requireNamed(await db.get("teams", teamId), "Team");
  if (typeof invitationId === "string")
    return requireNamed(await db.get("invitations", invitationId), "Invitation");
  if (typeof providerId === "string")
    return providerId.startsWith(`${idPrefixes.directory}_`)
      ? requireNamed(await db.get("directories", providerId), "Directory")
      : requireNamed(await db.get("ssoConnections", providerId), "SSO connection");
  if (typeof userId === "string" && userId.startsWith(`${idPrefixes.directoryUser}_`))
    return requireNamed(await db.get("directoryUsers", userId), "Directory user");
  if (typeof groupId === "string")
    return requireNamed(await db.get("directoryGroups", groupId), "Directory group");
  if (typeof memberIdOrUserId === "string" && memberIdOrUserId.startsWith("mem_"))
    return requireNamed(await db.get("members", memberIdOrUserId), "Member");
  return null;
}

function requireNamed(row: { readonly organizationId?: string } | null, what: string): Named {
  if (row?.organizationId === undefined) throw notFound(what);
  return { organizationId: row.organizationId, what };
}

/** Translates the fields that Better Auth's client sends into those of the contract. */
function translateFields(shape: BetterAuthShape | undefined, body: Fields, isGet: boolean): Fields {
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
