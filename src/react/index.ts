"use client";
/** React: who is signed in, what they may do, and the actions of sign-in. */
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
  OrganizationMember,
} from "../functions";
