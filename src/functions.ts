/**
 * Functions for the installing app about the signed-in user. They read the session's row in
 * addition to the token, so a sign-out, a ban or a lost role takes effect immediately in every open
 * tab, not when the token expires.
 */
import { paginationOptsValidator, queryGeneric, type UserIdentity } from "convex/server";
import { v } from "convex/values";
import type { ComponentApi } from "../convex/component/_generated/component";
import { problem } from "../convex/component/core/errors";

type Api = ComponentApi;
/** The part of the installing app's `components.banataAuth` that these functions use. */
export type SignInComponent = {
  readonly signIn: { readonly current: Api["signIn"]["current"] };
  readonly organizations: { readonly memberships: Api["organizations"]["memberships"] };
  readonly rbac: { readonly held: Api["rbac"]["held"] };
};
type CurrentQuery = Api["signIn"]["current"]["current"];
type SignedIn = NonNullable<CurrentQuery["_returnType"]>;

/** The signed-in user. `createdAt` is epoch milliseconds; `role` is comma-separated. */
export type CurrentUser = SignedIn["user"];
/** The session of the caller's token. Times are epoch milliseconds. */
export type CurrentSession = SignedIn["session"];
/** An organization of the signed-in user. `role` is comma-separated. */
export type MyOrganization = Api["organizations"]["memberships"]["list"]["_returnType"][number];
/**
 * One organization in full. `role` and `memberId` are null for a user who is not a member and has
 * access by a project role.
 */
export type OrganizationDetails = NonNullable<
  Api["organizations"]["memberships"]["get"]["_returnType"]
>;
/** A member with its user. */
export type MemberDetails =
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
 * Each query is about the caller's own session; no argument names a user. Without a signed-in user,
 * `currentUser`, `session` and `organization` are null and the lists are empty.
 */
export function authFunctions(component: SignInComponent) {
  const { memberships } = component.organizations;
  return {
    /** The signed-in user, or null. */
    currentUser: queryGeneric({
      args: {},
      handler: async (ctx): Promise<CurrentUser | null> =>
        (await findSignedIn(ctx, component))?.user ?? null,
    }),

    /** The session, or null. */
    session: queryGeneric({
      args: {},
      handler: async (ctx): Promise<CurrentSession | null> =>
        (await findSignedIn(ctx, component))?.session ?? null,
    }),

    /** The organizations of which the user is a member, at most 500. */
    organizations: queryGeneric({
      args: {},
      handler: async (ctx): Promise<MyOrganization[]> => {
        const visitor = await findVisitor(ctx);
        return visitor ? await ctx.runQuery(memberships.list, { visitor }) : [];
      },
    }),

    /** One organization, or null when the user may not read it. */
    organization: queryGeneric({
      args: { organizationId: v.string() },
      handler: async (ctx, { organizationId }): Promise<OrganizationDetails | null> => {
        const visitor = await findVisitor(ctx);
        return visitor && (await ctx.runQuery(memberships.get, { visitor, organizationId }));
      },
    }),

    /**
     * Members of an organization in the order in which they joined, at most 100 a page. Empty when
     * the user may not read them.
     */
    members: queryGeneric({
      args: { organizationId: v.string(), paginationOpts: paginationOptsValidator },
      handler: async (
        ctx,
        { organizationId, paginationOpts },
      ): Promise<{ page: MemberDetails[]; isDone: boolean; continueCursor: string }> => {
        const visitor = await findVisitor(ctx);
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
     * The user's permissions, as slugs and patterns such as `employee.*`: those of project roles
     * and, with `organizationId`, those of the roles in that organization.
     */
    permissions: queryGeneric({
      args: { organizationId: v.optional(v.string()) },
      handler: async (ctx, { organizationId }): Promise<string[]> => {
        const visitor = await findVisitor(ctx);
        return visitor
          ? await ctx.runQuery(component.rbac.held.held, { visitor, organizationId })
          : [];
      },
    }),
  };
}

/**
 * Returns the signed-in user and session, for the app's own queries and mutations. Two lines make a
 * function private:
 *
 * ```ts
 * const { user, session } = await requireUser(ctx, components.banataAuth);
 * await requirePermission(ctx, components.banataAuth, { projectId: session.projectId, userId: user.id, sessionId: session.id, permission: "employee.read" });
 * ```
 *
 * Throws a `ConvexError` with the data `{ code: "authentication_required", message }`, which a
 * browser can read, when no user is signed in.
 */
export async function requireUser(
  ctx: AuthContext,
  component: Pick<SignInComponent, "signIn">,
): Promise<SignedIn> {
  const found = await findSignedIn(ctx, component);
  if (!found) throw problem("authentication_required", "Sign in first");
  return found;
}

async function findSignedIn(
  ctx: AuthContext,
  component: Pick<SignInComponent, "signIn">,
): Promise<SignedIn | null> {
  const visitor = await findVisitor(ctx);
  return visitor && (await ctx.runQuery(component.signIn.current.current, { visitor }));
}

/** The claims of the verified token. The component checks that it issued the token. */
async function findVisitor({
  auth,
}: Pick<AuthContext, "auth">): Promise<CurrentQuery["_args"]["visitor"] | null> {
  const identity = await auth.getUserIdentity();
  if (!identity) return null;
  const { issuer, subject: userId, project: projectId, sid: sessionId } = identity;
  return typeof projectId === "string" && typeof sessionId === "string"
    ? { issuer, projectId, userId, sessionId }
    : null;
}
