/**
 * Default settings. Must not import the database or the schema library: the contract, the readers
 * of the tables and the e-mails share this module.
 */

const DAY_SECONDS = 86_400;

export interface AuthMethods {
  readonly emailPassword: boolean;
  readonly magicLink: boolean;
  readonly emailOtp: boolean;
  readonly passkey: boolean;
  readonly twoFactor: boolean;
  readonly username: boolean;
  readonly anonymous: boolean;
  readonly sso: boolean;
  readonly organization: boolean;
}
export type AuthMethod = keyof AuthMethods;

export interface EmailPasswordPolicy {
  /** Rejects password sign-in until the address is verified. */
  readonly requireEmailVerification: boolean;
  /** Sign-up creates a session. */
  readonly autoSignIn: boolean;
  /**
   * Code points of the NFKC form. NIST SP 800-63B-4 requires 15 if the password is the only factor.
   */
  readonly minPasswordLength: number;
  readonly maxPasswordLength: number;
  /**
   * Checks new passwords against the register of breached passwords, which receives the first five
   * characters of a hash.
   */
  readonly refuseBreached: boolean;
}

export interface Features {
  /** If false, no sign-in method creates users; they come from management and invitations only. */
  readonly signUp: boolean;
  /** If true, users without a second factor must set one up before anything else. */
  readonly mfa: boolean;
  /** If true, social sign-in also asks for the second factor of users who have one. */
  readonly secondFactorAfterSocial: boolean;
  /**
   * If true, sign-in through SSO also asks for the second factor of users who have one, unless the
   * identity provider has checked one and the connection trusts it.
   */
  readonly secondFactorAfterSso: boolean;
  /** If true, users with project roles beyond the default one may sign in through SSO. */
  readonly ssoForProjectRoles: boolean;
  /** If true, a code mailed to the user's own address counts as a second factor. */
  readonly mailedSecondFactor: boolean;
  /** If true, the runtime serves pages for signing in (hosted/). */
  readonly hostedUi: boolean;
  /** If true, these pages are in the visitor's language, else in English. */
  readonly localization: boolean;
  /**
   * If true, these pages do not ask before they link a social provider's account to the user whose
   * address it has, where both sides have verified the address.
   */
  readonly automaticLinking: boolean;
}

export interface SessionSettings {
  /** Seconds after which a session ends, even if it is in use. */
  readonly maxSessionLength: number;
  /** Seconds for which a token for Convex, or for another service, is valid. */
  readonly accessTokenDuration: number;
  /** Seconds without use after which a session ends. */
  readonly inactivityTimeout: number;
  /**
   * Origins whose pages may call the project's end-user paths, in addition to those of its auth
   * clients.
   */
  readonly corsOrigins: readonly string[];
}

export interface PasskeySettings {
  /**
   * The domain to which passkeys are bound (WebAuthn's RP ID); null for the host of the page that
   * uses them.
   */
  readonly rpId: string | null;
  /** If true, pages outside of `rpId` may use passkeys, too: related origins of WebAuthn. */
  readonly relatedOrigins: boolean;
}

/** Branding of sign-in pages and e-mails. Text fields are "" if unset. */
export interface Branding {
  readonly primaryColor: string;
  readonly bgColor: string;
  /** In pixels. */
  readonly borderRadius: number;
  readonly darkMode: boolean;
  readonly customCss: string;
  readonly font: string;
  readonly logoUrl: string;
}

export interface Settings {
  readonly authMethods: AuthMethods;
  readonly emailPassword: EmailPasswordPolicy;
  readonly features: Features;
  readonly sessions: SessionSettings;
  readonly passkeys: PasskeySettings;
  readonly branding: Branding;
  /** Whether users, members and invitations may be given roles other than the default one. */
  readonly roleAssignment: boolean;
  /** Whether they may be given more than one role. */
  readonly multipleRoles: boolean;
  /** Whether keys may be given their own list of permissions. */
  readonly apiKeyPermissions: boolean;
}

export const defaultSettings: Settings = {
  authMethods: {
    emailPassword: true,
    magicLink: false,
    emailOtp: false,
    passkey: false,
    twoFactor: false,
    username: false,
    anonymous: false,
    sso: false,
    organization: true,
  },
  emailPassword: {
    requireEmailVerification: false,
    autoSignIn: true,
    minPasswordLength: 8,
    maxPasswordLength: 256,
    refuseBreached: false,
  },
  features: {
    signUp: true,
    mfa: false,
    secondFactorAfterSocial: true,
    secondFactorAfterSso: true,
    ssoForProjectRoles: false,
    mailedSecondFactor: false,
    hostedUi: false,
    localization: false,
    automaticLinking: false,
  },
  sessions: {
    maxSessionLength: 30 * DAY_SECONDS,
    accessTokenDuration: 900,
    inactivityTimeout: 7 * DAY_SECONDS,
    corsOrigins: [],
  },
  passkeys: { rpId: null, relatedOrigins: false },
  branding: {
    primaryColor: "",
    bgColor: "",
    borderRadius: 8,
    darkMode: false,
    customCss: "",
    font: "",
    logoUrl: "",
  },
  roleAssignment: true,
  multipleRoles: true,
  apiKeyPermissions: true,
};
