/**
 * The project's enabled sign-in methods as Better Auth plugins. The endpoints of disabled methods
 * are not mounted.
 */
import type { BetterAuthPlugin } from "better-auth";
import { anonymous } from "better-auth/plugins/anonymous";
import { bearer } from "better-auth/plugins/bearer";
import { emailOTP } from "better-auth/plugins/email-otp";
import { magicLink } from "better-auth/plugins/magic-link";
import { username } from "better-auth/plugins/username";
import type { Endpoint } from "../endpoint";
import { MAXIMUM_USERNAME, MINIMUM_USERNAME, normalUsername } from "../../core/username";
import { firstPassword } from "./firstPassword";
import { handOff, oneTimeTokens } from "./handOff";
import type { MailSender } from "./mail";
import type { passkeys } from "./passkeys";
import { secondFactor } from "./secondFactor";
import { tokenEndpoints, type TokenSigner } from "../tokens/endpoints";
import type { AuthRequest } from "./authRequest";
import { carriedStates, readStates } from "../social/carriedFlow";
import { addressEndpoints } from "../addresses/endpoints";
import type { ssoEndpoints } from "../../sso/flow/endpoints";
import type { Need } from "../effects";
import type { Visit } from "../visit";

/** The rule of core/username.ts as plugin options. */
const usernames = {
  minUsernameLength: MINIMUM_USERNAME,
  maxUsernameLength: MAXIMUM_USERNAME,
  usernameValidator: (name: string) => normalUsername(name) !== null,
  usernameNormalization: (name: string) => normalUsername(name) ?? name,
};
const MAIL_TOKEN_SECONDS = 600;

/** Methods whose modules only some endpoints load. Without one, its endpoints are not mounted. */
export interface RareMethods {
  readonly passkeys?: typeof passkeys;
  readonly sso?: (visit: Visit, onNeed: (need: Need) => void) => ReturnType<typeof ssoEndpoints>;
}

export function createPlugins(
  { visit, mail, page, addresses, proofs, secondFactors, sso }: AuthRequest,
  signer: TokenSigner,
  rare: RareMethods,
): BetterAuthPlugin[] {
  const { endpoint } = visit;
  const { authMethods, features } = visit.settings;
  const disableSignUp = !features.signUp;
  const asksForFactor = authMethods.twoFactor || features.mfa;
  return [
    bearer(),
    tokenEndpoints(signer),
    addressEndpoints(addresses, endpoint),
    ...(visit.project.isAdmin ? [firstPassword()] : []),
    oneTimeTokens(async () => await readStates(visit)),
    // Must come first: before the second factor there is no session to hand over or to move an
    // anonymous user's data to.
    ...(asksForFactor ? [secondFactor({ visit, mail, page, proofs, secondFactors })] : []),
    handOff(visit),
    carriedStates(visit),
    ...(sso ? [sso] : []),
    ...(authMethods.username ? [username(usernames)] : []),
    ...(authMethods.anonymous ? [anonymousSignIn(mail, endpoint)] : []),
    ...(authMethods.passkey && rare.passkeys ? [rare.passkeys({ visit, page, proofs })] : []),
    ...(authMethods.magicLink
      ? [
          magicLink({
            expiresIn: MAIL_TOKEN_SECONDS,
            storeToken: "hashed",
            disableSignUp,
            sendMagicLink: async ({ email, url }) => await mail.magicLink(email, url),
          }),
        ]
      : []),
    ...(authMethods.emailOtp
      ? [
          emailOTP({
            expiresIn: MAIL_TOKEN_SECONDS,
            storeOTP: "hashed",
            disableSignUp,
            sendVerificationOTP: async ({ email, otp }) => await mail.code(email, otp),
          }),
        ]
      : []),
  ];
}

/**
 * Signing in or up from an anonymous session replaces the anonymous user. An event tells the app
 * whose data belongs to whom now.
 */
function anonymousSignIn(mail: MailSender, endpoint: Endpoint): BetterAuthPlugin {
  const plugin = anonymous({
    emailDomainName: "anonymous.invalid",
    onLinkAccount: async ({ anonymousUser, newUser }) =>
      await mail.anonymousUserMoved(anonymousUser.user.id, newUser.user.id),
  });
  const after = plugin.hooks.after.map(({ matcher, handler }) => ({
    matcher: (ctx: Parameters<typeof matcher>[0]) => matcher(ctx) || endpoint.signsIn !== null,
    handler,
  }));
  return { ...plugin, hooks: { after } };
}
