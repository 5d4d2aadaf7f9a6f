/**
 * What a project has that chose nothing. No database and no schema library here: the contract, the
 * tables' readers and the e-mails take from it alike.
 */

const DAY = 86_400;

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
  /** Sign-in with a password is refused until the address was verified. */
  readonly requireEmailVerification: boolean;
  /** Sign-up answers with a session. */
  readonly autoSignIn: boolean;
  /** Code points of the NFKC form. NIST SP 800-63B-4: 15 where nothing but the password is asked. */
  readonly minPasswordLength: number;
  readonly maxPasswordLength: number;
  /**
   * New passwords are looked up in the register of breached ones, which learns the first five
   * characters of a hash.
   */
  readonly refuseBreached: boolean;
}

export interface Features {
  /**
   * False: nobody becomes a user by any way of signing in; users come from management and
   * invitations.
   */
  readonly signUp: boolean;
  /** True: a user without a second factor gets no further than setting one up. */
  readonly mfa: boolean;
  /** True: a user with a second factor is asked for it after a social provider, too. */
  readonly secondFactorAfterSocial: boolean;
  /** True: a code mailed to the user's own address counts as a second factor. */
  readonly mailedSecondFactor: boolean;
}

export interface SessionSettings {
  /** Seconds after which a session ends, however much it is used. */
  readonly maxSessionLength: number;
  /** Seconds that a token for Convex, or for another service, is good. */
  readonly accessTokenDuration: number;
  /** Seconds without use after which a session ends. */
  readonly inactivityTimeout: number;
  /**
   * Origins whose pages may use the project's end-user paths, besides those of its auth clients.
   */
  readonly corsOrigins: readonly string[];
}

/** What a sign-in page and mail look like. A text is "" when nothing was chosen. */
export interface Branding {
  readonly primaryColor: string;
  readonly bgColor: string;
  /** Pixels. */
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
  readonly branding: Branding;
  /** Whether a user, member or invitation may be given another role than the default. */
  readonly roleAssignment: boolean;
  /** Whether they may be given more than one. */
  readonly multipleRoles: boolean;
  /** Whether a key may be given a list of permissions of its own. */
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
    mailedSecondFactor: false,
  },
  sessions: {
    maxSessionLength: 30 * DAY,
    accessTokenDuration: 900,
    inactivityTimeout: 7 * DAY,
    corsOrigins: [],
  },
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
