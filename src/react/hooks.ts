import { usePaginatedQuery } from "convex-helpers/react";
import { useConvexAuth, useQuery } from "convex/react";
import type { FunctionReference } from "convex/server";
import { PermissionSet } from "../../convex/component/core/permissions";
import type {
  CurrentSession,
  CurrentUser,
  MyOrganization,
  OrganizationDetails,
  MemberDetails,
} from "../functions";
import type { AuthClient } from "./authClient";
import { useBanataAuth } from "./provider";

/**
 * The sign-in actions: Better Auth's own React client for this project. They never reject, but resolve
 * with `{ data, error: null }` or `{ data: null, error: { code, message, status } }`; `code` is
 * Better Auth's (`INVALID_EMAIL_OR_PASSWORD`), the runtime's (`rate_limit_exceeded`) or
 * `network_error`. The other hooks then update in every tab.
 *
 * ```tsx
 * const auth = useAuth();
 * const { error } = await auth.signIn.email({ email, password });
 * if (error?.code === "INVALID_EMAIL_OR_PASSWORD") setMessage("Wrong address or password");
 * ```
 *
 * Includes `signUp.email`, `signIn.email | username | magicLink | emailOtp | social | sso |
 * anonymous`, `signOut`, `requestPasswordReset`, `resetPassword`, `changePassword`, `updateUser`,
 * `changeEmail`, `deleteUser`, `sendVerificationEmail`, `listSessions`, `revokeSession`,
 * `revokeOtherSessions`, `twoFactor.*`, `organization.create | setActive | inviteMember |
 * acceptInvitation | leave …`. A method that the project has not enabled fails with 404.
 *
 * It also has Better Auth's own hooks (`useSession`, `useListOrganizations`, `useListPasskeys` …),
 * so components written for Better Auth's React client accept it. They follow a sign-in or sign-out
 * anywhere, but fetch other changes only when the window gets the focus; `useUser` and `useSession`
 * of this package are reactive.
 *
 * ```tsx
 * <AuthUIProvider authClient={useAuth()}>{children}</AuthUIProvider>
 * ```
 */
export const useAuth = (): AuthClient => useBanataAuth().auth;

/**
 * The signed-in user; null when no user is signed in, undefined while loading. Becomes null
 * immediately when the session is revoked or the user is banned.
 */
export const useUser = (): CurrentUser | null | undefined =>
  useSignedIn(useBanataAuth().functions.currentUser);

/** The session of this browser; null and undefined as in `useUser`. */
export const useSession = (): CurrentSession | null | undefined =>
  useSignedIn(useBanataAuth().functions.session);

/**
 * The organizations of the signed-in user with the user's roles; empty when no user is signed in,
 * undefined while loading.
 */
export function useOrganizations(): MyOrganization[] | undefined {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const organizations = useQuery(
    useBanataAuth().functions.organizations,
    isAuthenticated ? {} : "skip",
  );
  return isLoading || isAuthenticated ? organizations : [];
}

/**
 * One organization; null without an id or when the user may not read it, undefined while loading.
 */
export function useOrganization(
  organizationId: string | null | undefined,
): OrganizationDetails | null | undefined {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const isAsked = isAuthenticated && typeof organizationId === "string";
  const organization = useQuery(
    useBanataAuth().functions.organization,
    isAsked ? { organizationId } : "skip",
  );
  return isAsked || (isLoading && typeof organizationId === "string") ? organization : null;
}

export interface Members {
  /** In the order in which they joined. */
  readonly members: readonly MemberDetails[];
  readonly status: "LoadingFirstPage" | "CanLoadMore" | "LoadingMore" | "Exhausted";
  /**
   * Loads up to `count` more members. Does nothing while a page is loading or when all are loaded.
   */
  readonly loadMore: (count: number) => void;
}

/**
 * Members of an organization, page by page, without gaps or duplicates while members join and
 * leave. Empty without an id or the permission `member.read`.
 */
export function useMembers(
  organizationId: string | null | undefined,
  { pageSize = 20 }: { readonly pageSize?: number } = {},
): Members {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const { functions } = useBanataAuth();
  const isAsked = isAuthenticated && typeof organizationId === "string";
  const { results, status, loadMore } = usePaginatedQuery(
    functions.members,
    isAsked ? { organizationId } : "skip",
    { initialNumItems: pageSize },
  );
  if (isAsked || (isLoading && typeof organizationId === "string"))
    return { members: results, status, loadMore };
  return { members: [], status: "Exhausted", loadMore };
}

/**
 * Whether the signed-in user has a permission by project roles or, with `organizationId`, by the
 * roles in that organization. Undefined while loading. Updates as soon as a role changes. Use it
 * only to decide what to show; enforce permissions in the app's functions (`requirePermission`).
 */
export function usePermission(
  permission: string,
  { organizationId }: { readonly organizationId?: string } = {},
): boolean | undefined {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const held = useQuery(
    useBanataAuth().functions.permissions,
    isAuthenticated ? { organizationId } : "skip",
  );
  if (!isLoading && !isAuthenticated) return false;
  return held && new PermissionSet(held).allows(permission);
}

function useSignedIn<T>(
  query: FunctionReference<"query", "public", Record<string, never>, T | null>,
): T | null | undefined {
  const { isLoading, isAuthenticated } = useConvexAuth();
  const current = useQuery(query, isAuthenticated ? {} : "skip");
  return isLoading || isAuthenticated ? current : null;
}
