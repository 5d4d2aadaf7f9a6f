"use client";
/** React: the signed-in user, their permissions, and the sign-in actions. */
export type { AuthClient } from "./authClient";
export {
  AuthLoading,
  RequirePermission,
  SignedIn,
  SignedOut,
  type RequirePermissionProps,
} from "./gates";
export {
  useAuth,
  useMembers,
  useOrganization,
  useOrganizations,
  usePermission,
  useSession,
  useUser,
  type Members,
} from "./hooks";
export { BanataAuthProvider, type AuthFunctions, type BanataAuthProviderProps } from "./provider";
export type {
  CurrentSession,
  CurrentUser,
  MyOrganization,
  OrganizationDetails,
  MemberDetails,
} from "../functions";
