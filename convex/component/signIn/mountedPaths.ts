/**
 * The paths of all endpoints mounted by Better Auth, its plugins and ours, as a type. The imports
 * are types only, so nothing of Better Auth is loaded.
 */
import type { anonymous } from "better-auth/plugins/anonymous";
import type { emailOTP } from "better-auth/plugins/email-otp";
import type { magicLink } from "better-auth/plugins/magic-link";
import type { twoFactor } from "better-auth/plugins/two-factor";
import type { username } from "better-auth/plugins/username";
import type { tokenEndpoints } from "./tokens/endpoints";
import type { addressEndpoints } from "./addresses/endpoints";
import type { firstPassword } from "./settings/firstPassword";
import type { oneTimeTokens } from "./settings/handOff";
import type { passkeys } from "./settings/passkeys";
import type { ssoEndpoints } from "../sso/flow/endpoints";

type Path = `/${string}`;
/** `never` for functions that create endpoints at any path, such as `createAuthEndpoint`. */
type Literal<P> = Path extends P ? never : P;
type PathIn<E> = E extends { path: infer P extends Path }
  ? Literal<P>
  : E extends (...args: never[]) => { path: infer P extends Path }
    ? Literal<P>
    : never;
/** The paths of an object's endpoints and of those its functions create. */
type Paths<E> = { [K in keyof E]: PathIn<E[K]> }[keyof E];
type PluginPaths<P> = P extends { endpoints: infer E } ? Paths<E> : never;

type Plugins =
  | ReturnType<typeof anonymous>
  | ReturnType<typeof emailOTP>
  | ReturnType<typeof firstPassword>
  | ReturnType<typeof magicLink>
  | ReturnType<typeof oneTimeTokens>
  | ReturnType<typeof passkeys>
  | ReturnType<typeof tokenEndpoints>
  | ReturnType<typeof twoFactor>
  | ReturnType<typeof username>
  | ReturnType<typeof addressEndpoints>
  | ReturnType<typeof ssoEndpoints>;

export type EndpointPath = Paths<typeof import("better-auth/api")> | PluginPaths<Plugins>;
