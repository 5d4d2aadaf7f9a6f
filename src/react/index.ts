"use client";
/** React: the signed-in user, their permissions, and the sign-in actions. */
export type { AuthClient } from "./authClient";
export {
  useBanataAction,
  useBanataMutation,
  useBanataQuery,
  type BanataWriteOptions,
} from "./contract";
export {
  AuthLoading,
  RequirePermission,
  SignedIn,
  SignedOut,
  type RequirePermissionProps,
} from "./gates";
export { HostedSignInError, type HostedSignInErrorCode } from "../hostedSignIn/error";
export type { HostedSignInOptions } from "../hostedSignIn/request";
export {
  RedirectToSignIn,
  useHostedSignIn,
  type HostedSignInActions,
  type RedirectToSignInProps,
} from "./hostedHooks";
export type { HostedSignInResult } from "./hostedSignIn";
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
export { OrganizationSwitcher, type OrganizationSwitcherProps } from "./OrganizationSwitcher";
export { UserButton, type UserButtonProps } from "./UserButton";
export {
  ImpersonationBanner,
  useImpersonation,
  type Impersonation,
  type ImpersonationBannerProps,
} from "./impersonation";
export {
  BanataAuthProvider,
  type AuthFunctions,
  type BanataAuthProviderProps,
  type ContractFunctions,
} from "./provider";
export type {
  ContractAction,
  ContractAnswer,
  ContractInput,
  ContractMutation,
  ContractQuery,
} from "../contractTypes";
export type {
  CurrentSession,
  CurrentUser,
  MyOrganization,
  OrganizationDetails,
  MemberDetails,
} from "../functions";
