/**
 * The installing app's own functions about who is signed in. They ask the session's row, not only
 * the token: whoever is signed out, banned or demoted is so at once, in every open tab, and not
 * when a token ends.
 */
import { paginationOptsValidator, queryGeneric, type UserIdentity } from "convex/server";
import { v } from "convex/values";
import type { ComponentApi } from "../convex/component/_generated/component";
import { problem } from "../convex/component/core/errors";

type Api = ComponentApi;
/** `components.banataAuth` of the installing app; what of it is needed here. */
export type SignInComponent = {
  readonly signIn: { readonly current: Api["signIn"]["current"] };
  readonly organizations: { readonly memberships: Api["organizations"]["memberships"] };
  readonly rbac: { readonly held: Api["rbac"]["held"] };
};
type CurrentQuery = Api["signIn"]["current"]["current"];
type SignedIn = NonNullable<CurrentQuery["_returnType"]>;

/** The signed-in user. `createdAt` is epoch milliseconds; `role` joins several by commas. */
export type CurrentUser = SignedIn["user"];
/** The session that the caller's token names. Times are epoch milliseconds. */
export type CurrentSession = SignedIn["session"];
/** An organization of the signed-in user. `role` joins several by commas. */
export type MyOrganization = Api["organizations"]["memberships"]["list"]["_returnType"][number];
/**
 * One organization in full. `role` and `memberId` are null for somebody who sees it by a project
 * role.
 */
export type OrganizationDetails = NonNullable<
  Api["organizations"]["memberships"]["get"]["_returnType"]
>;
/** A member with the user behind it. */
export type OrganizationMember =
  Api["organizations"]["memberships"]["members"]["_returnType"]["page"][number];

/** The `ctx` of a query or mutation. */
export interface AuthContext {
  readonly auth: { getUserIdentity(): Promise<UserIdentity | null> };
  // The component's queries, each with its own arguments.
  readonly runQuery: (
    query: CurrentQuery,
    args: CurrentQuery["_args"],
  ) => Promise<CurrentQuery["_returnType"]>;
}

/**
 * The queries that the React hooks of this package subscribe to. Put them into `convex/auth.ts`:
 *
 * ```ts
 * import { authFunctions } from "@banata-auth/convex";
 * import { components } from "./_generated/api";
 * export const { currentUser, session, organizations, organization, members, permissions } = authFunctions(components.banataAuth);
 * ```
 *
 * Each answers for the caller's own session: no argument names a user. With nobody signed in,
 * `currentUser`, `session` and `organization` are null, and the lists are empty.
 */
export function authFunctions(component: SignInComponent) {
  const { memberships } = component.organizations;
  return {
    /** The signed-in user, or null. */
    currentUser: queryGeneric({
      args: {},
      handler: async (ctx): Promise<CurrentUser | null> =>
        (await signedIn(ctx, component))?.user ?? null,
    }),

    /** The session, or null. */
    session: queryGeneric({
      args: {},
      handler: async (ctx): Promise<CurrentSession | null> =>
        (await signedIn(ctx, component))?.session ?? null,
    }),

    /** The organizations that the user is a member of, at most 500. */
    organizations: queryGeneric({
      args: {},
      handler: async (ctx): Promise<MyOrganization[]> => {
        const visitor = await visitorOf(ctx);
        return visitor ? await ctx.runQuery(memberships.list, { visitor }) : [];
      },
    }),

    /** One organization, or null when the user may not read it. */
    organization: queryGeneric({
      args: { organizationId: v.string() },
      handler: async (ctx, { organizationId }): Promise<OrganizationDetails | null> => {
        const visitor = await visitorOf(ctx);
        return visitor && (await ctx.runQuery(memberships.get, { visitor, organizationId }));
      },
    }),

    /**
     * Members of an organization in the order in which they joined, at most 100 a page; none when
     * the user may not read them.
     */
    members: queryGeneric({
      args: { organizationId: v.string(), paginationOpts: paginationOptsValidator },
      handler: async (
        ctx,
        { organizationId, paginationOpts },
      ): Promise<{ page: OrganizationMember[]; isDone: boolean; continueCursor: string }> => {
        const visitor = await visitorOf(ctx);
        if (!visitor) return { page: [], isDone: true, continueCursor: "" };
        const { cursor, endCursor = null, numItems: limit } = paginationOpts;
        return await ctx.runQuery(memberships.members, {
          visitor,
          organizationId,
          cursor,
          endCursor,
          limit,
        });
      },
    }),

    /**
     * What the user may do, as slugs and patterns such as `employee.*`: by project roles, and by
     * the roles in `organizationId` if given.
     */
    permissions: queryGeneric({
      args: { organizationId: v.optional(v.string()) },
      handler: async (ctx, { organizationId }): Promise<string[]> => {
        const visitor = await visitorOf(ctx);
        return visitor
          ? await ctx.runQuery(component.rbac.held.held, { visitor, organizationId })
          : [];
      },
    }),
  };
}

/**
 * The signed-in user and session, for the app's own queries and mutations. Two lines make a
 * function private:
 *
 * ```ts
 * const { user, session } = await requireUser(ctx, components.banataAuth);
 * await requirePermission(ctx, components.banataAuth, { projectId: session.projectId, userId: user.id, sessionId: session.id, permission: "employee.read" });
 * ```
 *
 * Throws a `ConvexError` whose data is `{ code: "authentication_required", message }`, which a
 * browser can read, when nobody is signed in.
 */
export async function requireUser(
  ctx: AuthContext,
  component: Pick<SignInComponent, "signIn">,
): Promise<SignedIn> {
  const found = await signedIn(ctx, component);
  if (!found) throw problem("authentication_required", "Sign in first");
  return found;
}

async function signedIn(
  ctx: AuthContext,
  component: Pick<SignInComponent, "signIn">,
): Promise<SignedIn | null> {
  const visitor = await visitorOf(ctx);
  return visitor && (await ctx.runQuery(component.signIn.current.current, { visitor }));
}

/** What the verified token says. The component itself checks that the token is its own. */
async function visitorOf({
  auth,
}: Pick<AuthContext, "auth">): Promise<CurrentQuery["_args"]["visitor"] | null> {
  const identity = await auth.getUserIdentity();
  if (!identity) return null;
  const { issuer, subject: userId, project: projectId, sid: sessionId } = identity;
  return typeof projectId === "string" && typeof sessionId === "string"
    ? { issuer, projectId, userId, sessionId }
    : null;
}
