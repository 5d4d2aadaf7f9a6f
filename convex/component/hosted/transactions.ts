/** The transactions of the hosted pages. They reach the database of one project only. */
import { getServiceName } from "../core/serviceName";
import { v, type Infer } from "convex/values";
import { loadOwnBranding } from "../authClients/branding";
import {
  findClient,
  getEnabledMethods,
  isProviderAllowed,
  type ClientRow,
} from "../authClients/clients";
import { loadSocialProviders } from "../configuration/credentials";
import { isWithinPasskeyDomain } from "../configuration/passkeyDomain";
import { loadSettings } from "../configuration/settings";
import { findProblem } from "../core/errors";
import { projectOrigin } from "../projects/authDomains";
import { requireAccess } from "../organizations/access";
import { endFamily, endSession, loadChildren } from "../sessions/model";
import { findConnection } from "../sso/flow/connections";
import { getTrustedOrigins, isTrusted } from "../signIn/origins/origins";
import type { TenantReader } from "../tenancy/database";
import { tenantCall, tenantRead, type RecordingContext } from "../tenancy/functions";
import { requestMetadata, type Actor, type Change, type RequestMetadata } from "../tenancy/records";
import { appearanceFor } from "./appearance";
import { servesClient } from "./clientMethods";
import { createCode, exchangeCode, presentExchange } from "./codes";
import { findHostedSession, loadHostedSession, type HostedSession } from "./hostedSession";
import { findEntered } from "./impersonations";
import { loadChoices } from "./organizationChoices";
import { isRedirectAllowed } from "./redirectUris";
import { lacksRequiredFactor } from "./ownFactors";

const nullableText = v.union(v.string(), v.null());

const openedValidator = v.object({
  /** An `Appearance` as JSON. */
  appearance: v.string(),
  /** The origin of the project's pages. */
  home: v.string(),
  isOn: v.boolean(),
  isLocalized: v.boolean(),
  /** An impersonation was begun in this browser for the client, and waits for its sign-in. */
  isImpersonating: v.boolean(),
  /**
   * Null for an unknown or disabled client. Without one in the request, the pages themselves, with
   * an empty id: the user signs in to see a page of theirs (returnPath.ts).
   */
  client: v.union(
    v.object({
      id: v.string(),
      name: v.string(),
      /** Its redirects may be taken by another app of the device (RFC 8252, section 8.6). */
      isNative: v.boolean(),
      /** The style sheet is the client's own. */
      hasStyleSheet: v.boolean(),
      allowsRedirect: v.boolean(),
      allowsLogoutRedirect: v.boolean(),
      /** With an address. */
      password: v.boolean(),
      /** With a password. */
      username: v.boolean(),
      magicLink: v.boolean(),
      emailOtp: v.boolean(),
      sso: v.boolean(),
      passkey: v.boolean(),
      /** Social providers. */
      providers: v.array(v.string()),
      signUp: v.boolean(),
    }),
    v.null(),
  ),
  session: v.union(
    v.object({
      id: v.string(),
      name: v.string(),
      email: v.string(),
      /** Epoch milliseconds. */
      authenticatedAt: v.number(),
      /** Whether the client accepts how the user signed in. */
      servesClient: v.boolean(),
    }),
    v.null(),
  ),
});
export type Opened = Infer<typeof openedValidator>;

/** What a page shows; null when the project does not exist or is the one of operators. */
export const open = tenantRead(
  {
    clientId: v.string(),
    redirectUri: v.string(),
    logoutRedirectUri: v.string(),
    tokenHash: nullableText,
    /** The hash of the browser's id; null for a browser without one. */
    browserHash: nullableText,
  },
  v.union(openedValidator, v.null()),
  async (ctx, sent): Promise<Opened | null> => {
    const { clientId, redirectUri, logoutRedirectUri, tokenHash } = sent;
    const { db, now } = ctx;
    const project = await ctx.project();
    if (!project || project.isAdmin) return null;
    const settings = await loadSettings(db);
    const isOwn = clientId === "";
    const home = await projectOrigin(db, project);
    const client = await findEnabledClient(db, clientId);
    const own = client && (await loadOwnBranding(db, client));
    const branded = client && own && { name: client.name, branding: own };
    const session = await findHostedSession(db, tokenHash, now);
    const { emailOtp, emailPassword, magicLink, passkey, sso, username } = getEnabledMethods(
      settings,
      client,
    );
    return {
      appearance: JSON.stringify(appearanceFor(branded, project, settings.branding)),
      home,
      isOn: settings.features.hostedUi,
      isLocalized: settings.features.localization,
      isImpersonating: (await findEntered(db, sent, now)) !== null,
      client:
        client || isOwn
          ? {
              id: client?.id ?? "",
              name: client?.name ?? getServiceName(project),
              isNative: client !== null && client.type !== "web",
              hasStyleSheet: typeof own?.customCss === "string",
              allowsRedirect: client !== null && isRedirectAllowed(client, redirectUri),
              allowsLogoutRedirect:
                client?.postLogoutRedirectUris?.includes(logoutRedirectUri) ?? false,
              password: emailPassword,
              username,
              magicLink,
              emailOtp,
              sso,
              passkey: passkey && isWithinPasskeyDomain(settings.passkeys, home),
              providers: await loadProviders(db, client),
              signUp: emailPassword && settings.features.signUp,
            }
          : null,
      session: session && {
        ...presentSession(session),
        servesClient: client === null ? isOwn : servesClient(session.row, client),
      },
    };
  },
);

async function loadProviders(db: TenantReader, client: ClientRow | null): Promise<string[]> {
  const rows = await loadSocialProviders(db);
  return rows.flatMap(({ enabled, provider }) =>
    enabled && isProviderAllowed(client, provider) ? provider : [],
  );
}

async function findEnabledClient(db: TenantReader, clientId: string): Promise<ClientRow | null> {
  const client = await findClient(db, clientId);
  return client?.disabled === false ? client : null;
}

const presentSession = ({ row, user }: HostedSession) => ({
  id: row.id,
  // A sign-up by mail has no name.
  name: user.name || user.email,
  email: user.email,
  authenticatedAt: row.authenticatedAt ?? row.createdAt,
});

/** Whether the address belongs to a verified domain of an organization with a connection. */
export const routesToSso = tenantRead(
  { email: v.string() },
  v.boolean(),
  async ({ db }, { email }) => (await findConnection(db, { email })) !== null,
);

/** The address of the user with that user name; empty if there is none. */
export const findAddress = tenantRead(
  { username: v.string() },
  v.string(),
  async ({ db }, { username }) =>
    (await db.range("users", "byUsername", (q) => q.eq("username", username)).first())?.email ?? "",
);

const codeRequest = v.object({
  clientId: v.string(),
  redirectUri: v.string(),
  codeChallenge: v.string(),
  nonce: nullableText,
  organizationId: nullableText,
});

/** Pages that come between the sign-in and the app. */
const stepValidator = v.union(v.literal("enrolment"), v.literal("link"), v.literal("organization"));
export type Step = Infer<typeof stepValidator>;

/**
 * Makes a code for the app from the session with that token. The session that the browser had
 * before is named by `replacedHash`, its token, or by `replacedId` where that is not known. Answers
 * an error for the app's redirect, or the page that comes first, otherwise. `wanted` null: a page
 * of the runtime follows, in place of an app.
 */
export const issue = tenantCall(
  {
    tokenHash: v.string(),
    replacedHash: nullableText,
    replacedId: nullableText,
    wanted: v.union(codeRequest, v.null()),
    /** The user chooses one, unless `wanted` names one. */
    selectsOrganization: v.boolean(),
    /** A social provider's account was not the user's: the user may link it now. */
    mayLink: v.boolean(),
    request: requestMetadata,
  },
  v.union(
    v.object({ code: v.string() }),
    v.object({ error: v.string() }),
    v.object({ step: stepValidator }),
    v.object({ entered: v.literal(true) }),
  ),
  async (ctx, { tokenHash, replacedHash, replacedId, wanted, request, ...asked }) => {
    const { selectsOrganization, mayLink } = asked;
    const { db, now } = ctx;
    const session = await findHostedSession(db, tokenHash, now);
    if (!session) return { error: "login_required" };
    await replaceSession(ctx, request, session, await findHostedSession(db, replacedHash, now));
    const earlier = replacedId === null ? null : await loadHostedSession(db, replacedId, now);
    await replaceSession(ctx, request, session, earlier);
    const mustEnrol = await lacksRequiredFactor(db, session);
    if (wanted === null && mustEnrol) return { step: "enrolment" as const };
    if (wanted === null) return mayLink ? { step: "link" as const } : { entered: true as const };
    const client = await findEnabledClient(db, wanted.clientId);
    if (!client || !isRedirectAllowed(client, wanted.redirectUri))
      return { error: "unauthorized_client" };
    if (!servesClient(session.row, client)) return { error: "login_required" };
    if (mustEnrol) return { step: "enrolment" as const };
    if (mayLink) return { step: "link" as const };
    const [first = null, second] =
      selectsOrganization && wanted.organizationId === null ? await loadChoices(db, session) : [];
    if (second) return { step: "organization" as const };
    const organizationId = wanted.organizationId ?? first?.id ?? null;
    if (!(await mayEnter(db, session, organizationId))) return { error: "access_denied" };
    const code = await createCode(db, session, { ...wanted, organizationId }, now);
    return code === null ? { error: "temporarily_unavailable" } : { code };
  },
);

/**
 * A browser has one session. When the same user has signed in again, the sessions of apps go over to
 * the new one; those of another user end.
 */
async function replaceSession(
  ctx: RecordingContext,
  request: RequestMetadata,
  session: HostedSession,
  replaced: HostedSession | null,
): Promise<void> {
  const { db } = ctx;
  if (!replaced || replaced.row.id === session.row.id) return;
  const writes = { db, record: recordAs(ctx, replaced, request) };
  if (replaced.user.id !== session.user.id) return await endFamily(writes, replaced.row);
  for (const child of await loadChildren(db, replaced.row.id))
    await db.patch("sessions", child, { parentId: session.row.id });
  await endSession(writes, replaced.row);
}

function recordAs(
  { recorder }: RecordingContext,
  { user }: Pick<HostedSession, "user">,
  request: RequestMetadata,
): (change: Change) => Promise<void> {
  const ofUser = recorder({ type: "user", id: user.id, name: user.name }, request);
  return async (change) => await ofUser.record(change);
}

/** Whether the user may make the organization the active one. */
async function mayEnter(
  db: TenantReader,
  session: HostedSession,
  organizationId: string | null,
): Promise<boolean> {
  if (organizationId === null) return true;
  try {
    await requireAccess(db, session, { organizationId, permission: null });
    return true;
  } catch (error) {
    if (findProblem(error)) return false;
    throw error;
  }
}

/**
 * Exchanges a code for a session of the app. `answer` is the body of the response as JSON, `token`
 * the value of the session's cookie before it is signed.
 */
export const exchange = tenantCall(
  {
    code: v.string(),
    clientId: v.string(),
    clientSecret: nullableText,
    redirectUri: v.string(),
    codeVerifier: v.string(),
    /** The origin of the page that sent the request, if a page did. */
    origin: nullableText,
    request: requestMetadata,
  },
  v.union(
    v.object({
      answer: v.string(),
      token: v.string(),
      maxAgeSeconds: v.number(),
      isTrusted: v.boolean(),
    }),
    v.object({ error: v.string(), description: v.string() }),
  ),
  async (ctx, { origin, request, ...sent }) => {
    const { db, now, scheduler, operatorPermissions } = ctx;
    const { features } = await loadSettings(db);
    const project = await ctx.project();
    if (!project || project.isAdmin || !features.hostedUi)
      return { error: "invalid_request", description: "This project has no hosted pages" };
    const recordAs = (actor: Actor) => async (change: Change) =>
      await ctx.recorder(actor, request).record(change);
    const made = await exchangeCode({ db, now, scheduler, recordAs, operatorPermissions }, sent);
    if ("error" in made) return made;
    return {
      answer: JSON.stringify(presentExchange(made, now)),
      token: made.token,
      maxAgeSeconds: Math.floor((made.row.expiresAt - now) / 1_000),
      isTrusted: origin !== null && (await isTrustedPage(db, sent.clientId, origin)),
    };
  },
);

async function isTrustedPage(db: TenantReader, clientId: string, origin: string) {
  const client = await findClient(db, clientId);
  return isTrusted(origin, getTrustedOrigins(await loadSettings(db), client));
}
