/** The ways of signing in that a project has enabled, as plugins of Better Auth: a path of another one is not there. */
import type { BetterAuthPlugin } from "better-auth";
import { anonymous } from "better-auth/plugins/anonymous";
import { bearer } from "better-auth/plugins/bearer";
import { emailOTP } from "better-auth/plugins/email-otp";
import { magicLink } from "better-auth/plugins/magic-link";
import { oneTimeToken } from "better-auth/plugins/one-time-token";
import { twoFactor } from "better-auth/plugins/two-factor";
import { username } from "better-auth/plugins/username";
import type { Settings } from "../configuration/settings";
import type { MailSender } from "./mail";
import { tokenEndpoints, type TokenSigner } from "./tokens";

const TEN_MINUTES = 600;

/** An anonymous visitor who has signed in, and as whom. The visitor's own user is deleted then. */
export interface Linked {
  readonly anonymousUserId: string;
  readonly userId: string;
}

export function pluginsFor({ authMethods, features }: Settings, mail: MailSender, onLinked: (linked: Linked) => Promise<void>, signer: TokenSigner): BetterAuthPlugin[] {
  const disableSignUp = !features.signUp;
  return [
    bearer(),
    tokenEndpoints(signer),
    oneTimeToken({ storeToken: "hashed" }),
    ...(authMethods.username ? [username()] : []),
    ...(authMethods.anonymous ? [
          anonymous({
            emailDomainName: "anonymous.invalid",
            onLinkAccount: async ({ anonymousUser, newUser }) => await onLinked({ anonymousUserId: anonymousUser.user.id, userId: newUser.user.id }),
          }),
        ] : []),
    ...(authMethods.twoFactor ? [twoFactor({ issuer: "Banata" })] : []),
    ...(authMethods.magicLink
      ? [magicLink({ expiresIn: TEN_MINUTES, storeToken: "hashed", disableSignUp, sendMagicLink: async ({ email, url }) => await mail.magicLink(email, url) })]
      : []),
    ...(authMethods.emailOtp
      ? [
          emailOTP({
            ...{ expiresIn: TEN_MINUTES, storeOTP: "hashed", disableSignUp },
            sendVerificationOTP: async ({ email, otp }) => await mail.code(email, otp),
          }),
        ]
      : []),
  ];
}
