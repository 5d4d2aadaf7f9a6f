import { usePaginatedQuery } from "convex-helpers/react";
import { useConvexAuth, useQuery } from "convex/react";
import type { FunctionReference } from "convex/server";
import { PermissionSet } from "../../convex/component/core/permissions";
import type {
  CurrentSession,
  CurrentUser,
  MyOrganization,
  OrganizationDetails,
  OrganizationMember,
} from "../functions";
import type { AuthClient } from "./authClient";
import { useBanataAuth } from "./provider";

/**
 * The actions of sign-in: Better Auth's own client for this project. They never reject and answer
 * `{ data, error: null }` or `{ data: null, error: { code, message, status } }`; `code` is Better
 * Auth's (`INVALID_EMAIL_OR_PASSWORD`), the runtime's (`rate_limit_exceeded`) or `network_error`.
 * Who is signed in then shows in the other hooks, in every tab.
 *
 * ```tsx
 * const auth = useAuth();
 * const { error } = await auth.signIn.email({ email, password });
 * if (error?.code === "INVALID_EMAIL_OR_PASSWORD") setMessage("Wrong address or password");
 * ```
 *
 * Among them: `signUp.email`, `signIn.email | username | magicLink | emailOtp | social |
 * anonymous`, `signOut`, `requestPasswordReset`, `resetPassword`, `changePassword`, `updateUser`,
 * `changeEmail`, `deleteUser`,
 * `sendVerificationEmail`, `listSessions`, `revokeSession`, `revokeOtherSessions`, `twoFactor.*`, `organization.create | setActive | inviteMember | acceptInvitation | leave …`. A method that the project has not enabled answers 404.
 */
export const useAuth = (): Omit<AuthClient, "useSession"> => useBanataAuth().auth;

/**
 * The signed-in user; null when nobody is signed in, undefined while that is not known yet. Turns
 * null at once when the session is revoked or the user banned.
 */
export const useUser = (): CurrentUser | null | undefined =>
  useSignedIn(useBanataAuth().functions.currentUser);

/** The session of this browser, in the same way. */
export const useSession = (): CurrentSession | null | undefined =>
  useSignedIn(useBanataAuth().functions.session);

/**
 * The organizations of the signed-in user with the user's roles; empty when nobody is signed in,
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
 * One organization; null when there is none that the user may read, undefined while loading.
 * Without an id null.
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
  readonly members: readonly OrganizationMember[];
  readonly status: "LoadingFirstPage" | "CanLoadMore" | "LoadingMore" | "Exhausted";
  /** Loads up to so many more. Does nothing while a page is loading, or when there are none. */
  readonly loadMore: (count: number) => void;
}

/**
 * Members of an organization, page by page; pages stay seamless while members come and go. None for
 * somebody without `member.read`, and without an id.
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
 * Whether the signed-in user holds a permission, by project roles, and in `organizationId` by the
 * roles there. Undefined while loading. Changes as soon as a role does. It decides what to show:
 * what may be done is for the app's functions to check (`requirePermission`).
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
