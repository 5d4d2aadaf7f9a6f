/**
 * The table of all end-user endpoints: which settings must be enabled, which limit applies, what a
 * success proves, and when a valid session is refused. A path without a row is not served; a
 * mounted endpoint without a row does not compile.
 */
import type { AuthMethod } from "../configuration/settings";
import type { EndpointPath } from "./mountedPaths";

/** A sign-in method or feature that the project can disable. */
export type Setting = AuthMethod | "signUp" | "mailedSecondFactor";

/** Rate limits. Their numbers are in limits/. */
export type LimitName = "signIn" | "signUp" | "passwordReset" | "mail";

/**
 * A proof of identity. A session records the proofs it began with and those added later;
 * database/sessionProofs.ts says what each one counts as.
 */
export type Proof =
  | "password"
  | "mailbox"
  | "provider"
  /** Without user verification. The table uses this one; the assertion's flag decides. */
  | "passkey"
  | "verifiedPasskey"
  | "totp"
  | "backupCode"
  | "mailedCode"
  | "trustedDevice";

/** The body field that identifies the account being guessed at. No other field counts. */
export type AccountField = "email" | "username" | "newEmail";

/**
 * - `no`: any active session.
 * - `always`: a sign-in or step-up in the last 15 minutes.
 * - `unlessPassword`: like `always`, or the correct current password in the same request.
 */
export type Freshness = "no" | "always" | "unlessPassword";

/** Special behaviour of an endpoint, implemented in other files of this slice. */
export type EndpointTrait =
  /** Accepts a session's id in place of its token. */
  | "namesSessions"
  | "beginsSocialFlow"
  /** The callback of a social provider. */
  | "endsSocialFlow"
  /** Returns the provider tokens of the user's own accounts. */
  | "handsOutTokens"
  /** Accepts a mailed code. All kinds of wrong codes get the same response. */
  | "takesMailedCode"
  | "resetsPassword"
  | "unlinksAccount"
  | "registersPasskey"
  /** Returns the options of a passkey sign-in, which say whether user verification is required. */
  | "asksForPasskey"
  | "enrolsSecondFactor"
  | "removesSecondFactor"
  | "signsUp"
  | "choosesUsername"
  /** Opens a link that proves the mailbox but creates no session. */
  | "confirmsAddress"
  /** Ends the user's sessions on other devices. */
  | "signsOutElsewhere";

/** Token kinds that Better Auth stores without a prefix, so only the endpoint identifies them. */
export type IssuedToken = "magic-link" | "social-state" | "passkey-challenge";

export interface Endpoint {
  readonly methods: readonly ("GET" | "POST")[];
  /** All of these must be enabled. */
  readonly settings: readonly Setting[];
  readonly limit: LimitName | null;
  /** Null: the limit counts by address only. */
  readonly account: AccountField | null;
  /** The proof that a new session starts with; null for endpoints that do not sign in. */
  readonly signsIn: Proof | null;
  /** The proof that a success adds to the current session, which also makes it fresh. */
  readonly stepsUp: Proof | null;
  /** Failures are recorded in the audit log as `user.sign_in_failed`. */
  readonly recordsFailure: boolean;
  readonly fresh: Freshness;
  readonly inImpersonation: boolean;
  /** Available to users without a second factor even if the project requires one. */
  readonly beforeSecondFactor: boolean;
  /** Requires a session that has passed the user's second factor, if the user has one. */
  readonly afterOwnSecondFactor: boolean;
  /** A mailed link: navigating to it shows a page and changes nothing (linkPages/). */
  readonly mailedLink: boolean;
  /** HEAD is answered like GET, which has no side effects here. */
  readonly answersHead: boolean;
  readonly traits: readonly EndpointTrait[];
  readonly issues: IssuedToken | null;
}

const GET = ["GET"] as const;
const POST = ["POST"] as const;

type PublicEndpointRow = Pick<Endpoint, "methods" | "settings" | "limit" | "account" | "signsIn"> &
  Partial<
    Pick<
      Endpoint,
      "stepsUp" | "mailedLink" | "answersHead" | "recordsFailure" | "traits" | "issues"
    >
  >;
type SessionEndpointRow = Pick<
  Endpoint,
  "methods" | "settings" | "limit" | "fresh" | "inImpersonation" | "beforeSecondFactor"
> &
  Partial<
    Pick<
      Endpoint,
      "account" | "stepsUp" | "answersHead" | "traits" | "issues" | "afterOwnSecondFactor"
    >
  >;
/**
 * Keeps `true` as a literal type, so that linkPages/texts.ts can require a text for the endpoint.
 */
type PublicEndpoint<Row extends PublicEndpointRow> = Endpoint & {
  readonly mailedLink: Row["mailedLink"] extends true ? true : false;
};

/** An endpoint that needs no session and therefore has no session rules. */
const publicEndpoint = <const Row extends PublicEndpointRow>(row: Row): PublicEndpoint<Row> => ({
  stepsUp: null,
  recordsFailure: row.signsIn !== null,
  answersHead: false,
  traits: [],
  issues: null,
  ...row,
  mailedLink: (row.mailedLink ?? false) as PublicEndpoint<Row>["mailedLink"], // matches the return type
  fresh: "no",
  inImpersonation: true,
  beforeSecondFactor: true,
  afterOwnSecondFactor: false,
});

/** An endpoint that acts on the session's user. */
const sessionEndpoint = (row: SessionEndpointRow): Endpoint => ({
  account: null,
  stepsUp: null,
  afterOwnSecondFactor: false,
  answersHead: false,
  traits: [],
  issues: null,
  ...row,
  signsIn: null,
  recordsFailure: false,
  mailedLink: false,
});

/** Mounted by Better Auth but not served by this runtime. */
const notServed = null;

/** Reads or ends the session. */
const session = { settings: [], limit: null, fresh: "no", inImpersonation: true } as const;
/** Changes credentials or other lasting account data. */
const guarded = { limit: "signIn", inImpersonation: false, beforeSecondFactor: false } as const;
const secondFactor = { settings: ["twoFactor"], limit: "signIn", account: null } as const;
const changesSecondFactor = {
  ...guarded,
  ...secondFactor,
  methods: POST,
  fresh: "unlessPassword",
  beforeSecondFactor: true,
  afterOwnSecondFactor: true,
} as const;

export const endpoints = {
  // Sign-up and sign-in
  "/sign-up/email": publicEndpoint({
    methods: POST,
    settings: ["emailPassword", "signUp"],
    limit: "signUp",
    account: "email",
    signsIn: "password",
    recordsFailure: false,
    traits: ["signsUp", "choosesUsername"],
  }),
  "/sign-in/email": publicEndpoint({
    methods: POST,
    settings: ["emailPassword"],
    limit: "signIn",
    account: "email",
    signsIn: "password",
  }),
  "/sign-in/username": publicEndpoint({
    methods: POST,
    settings: ["username"],
    limit: "signIn",
    account: "username",
    signsIn: "password",
  }),
  "/is-username-available": publicEndpoint({
    methods: POST,
    settings: ["username"],
    limit: "signIn",
    account: null,
    signsIn: null,
  }),
  "/sign-in/anonymous": publicEndpoint({
    methods: POST,
    settings: ["anonymous"],
    limit: "signUp",
    account: null,
    signsIn: null,
    traits: ["signsUp"],
  }),
  "/sign-in/magic-link": publicEndpoint({
    methods: POST,
    settings: ["magicLink"],
    limit: "mail",
    account: "email",
    signsIn: null,
    recordsFailure: true,
    issues: "magic-link",
  }),
  "/magic-link/verify": publicEndpoint({
    methods: GET,
    settings: ["magicLink"],
    limit: "signIn",
    account: null,
    signsIn: "mailbox",
    mailedLink: true,
  }),
  "/sign-in/email-otp": publicEndpoint({
    methods: POST,
    settings: ["emailOtp"],
    limit: "signIn",
    account: "email",
    signsIn: "mailbox",
    traits: ["takesMailedCode"],
  }),
  "/sign-in/social": publicEndpoint({
    methods: POST,
    settings: [],
    limit: "signIn",
    account: null,
    signsIn: "provider",
    traits: ["beginsSocialFlow"],
    issues: "social-state",
  }),
  "/callback/:id": publicEndpoint({
    methods: ["GET", "POST"],
    settings: [],
    limit: "signIn",
    account: null,
    signsIn: "provider",
    traits: ["endsSocialFlow"],
  }),
  "/passkey/generate-authenticate-options": publicEndpoint({
    methods: GET,
    settings: ["passkey"],
    limit: "signIn",
    account: null,
    signsIn: null,
    issues: "passkey-challenge",
    traits: ["asksForPasskey"],
  }),
  "/passkey/verify-authentication": publicEndpoint({
    methods: POST,
    settings: ["passkey"],
    limit: "signIn",
    account: null,
    signsIn: "passkey",
    stepsUp: "passkey",
  }),
  "/one-time-token/verify": publicEndpoint({
    methods: POST,
    settings: [],
    limit: "signIn",
    account: null,
    signsIn: null,
    recordsFailure: true,
  }),

  // Mail: verification, reset, codes
  "/send-verification-email": publicEndpoint({
    methods: POST,
    settings: [],
    limit: "mail",
    account: "email",
    signsIn: null,
  }),
  "/verify-email": publicEndpoint({
    methods: GET,
    settings: [],
    limit: "signIn",
    account: null,
    signsIn: null,
    mailedLink: true,
    traits: ["confirmsAddress"],
  }),
  "/undo-email-change": publicEndpoint({
    methods: GET,
    settings: [],
    limit: "passwordReset",
    account: null,
    signsIn: null,
    recordsFailure: true,
    mailedLink: true,
  }),
  "/request-password-reset": publicEndpoint({
    methods: POST,
    settings: ["emailPassword"],
    limit: "passwordReset",
    account: "email",
    signsIn: null,
  }),
  "/reset-password/:token": publicEndpoint({
    methods: GET,
    settings: ["emailPassword"],
    limit: "passwordReset",
    account: null,
    signsIn: null,
    recordsFailure: true,
  }),
  "/reset-password": publicEndpoint({
    methods: POST,
    settings: ["emailPassword"],
    limit: "passwordReset",
    account: null,
    signsIn: null,
    recordsFailure: true,
    traits: ["resetsPassword"],
  }),
  "/email-otp/send-verification-otp": publicEndpoint({
    methods: POST,
    settings: ["emailOtp"],
    limit: "mail",
    account: "email",
    signsIn: null,
  }),
  "/email-otp/check-verification-otp": publicEndpoint({
    methods: POST,
    settings: ["emailOtp"],
    limit: "passwordReset",
    account: "email",
    signsIn: null,
    traits: ["takesMailedCode"],
  }),
  "/email-otp/verify-email": publicEndpoint({
    methods: POST,
    settings: ["emailOtp"],
    limit: "passwordReset",
    account: "email",
    signsIn: "mailbox",
    recordsFailure: false,
    traits: ["takesMailedCode"],
  }),
  "/email-otp/request-password-reset": publicEndpoint({
    methods: POST,
    settings: ["emailOtp", "emailPassword"],
    limit: "passwordReset",
    account: "email",
    signsIn: null,
  }),
  "/forget-password/email-otp": publicEndpoint({
    methods: POST,
    settings: ["emailOtp", "emailPassword"],
    limit: "passwordReset",
    account: "email",
    signsIn: null,
  }),
  "/email-otp/reset-password": publicEndpoint({
    methods: POST,
    settings: ["emailOtp", "emailPassword"],
    limit: "passwordReset",
    account: "email",
    signsIn: null,
    recordsFailure: true,
    traits: ["takesMailedCode", "resetsPassword"],
  }),
  "/email-otp/request-email-change": notServed,
  "/email-otp/change-email": notServed,

  // The session
  "/get-session": sessionEndpoint({
    ...session,
    methods: ["GET", "POST"],
    beforeSecondFactor: true,
    answersHead: true,
  }),
  "/sign-out": sessionEndpoint({ ...session, methods: POST, beforeSecondFactor: true }),
  "/list-sessions": sessionEndpoint({ ...session, methods: GET, beforeSecondFactor: false }),
  "/revoke-session": sessionEndpoint({
    ...session,
    methods: POST,
    beforeSecondFactor: false,
    traits: ["namesSessions"],
  }),
  "/revoke-sessions": sessionEndpoint({
    ...session,
    methods: POST,
    beforeSecondFactor: false,
    traits: ["signsOutElsewhere"],
  }),
  "/revoke-other-sessions": sessionEndpoint({
    ...session,
    methods: POST,
    beforeSecondFactor: false,
    traits: ["signsOutElsewhere", "namesSessions"],
  }),
  "/update-session": notServed,
  "/one-time-token/generate": sessionEndpoint({
    ...session,
    methods: GET,
    inImpersonation: false,
    beforeSecondFactor: false,
  }),
  "/convex/token": sessionEndpoint({ ...session, methods: GET, beforeSecondFactor: false }),
  "/token": sessionEndpoint({ ...session, methods: POST, beforeSecondFactor: false }),
  "/verify-password": sessionEndpoint({
    methods: POST,
    settings: ["emailPassword"],
    limit: "signIn",
    fresh: "no",
    inImpersonation: false,
    beforeSecondFactor: false,
    stepsUp: "password",
  }),

  // The user's profile and credentials
  "/update-user": sessionEndpoint({
    methods: POST,
    settings: [],
    limit: null,
    fresh: "no",
    inImpersonation: true,
    beforeSecondFactor: false,
    traits: ["choosesUsername"],
  }),
  "/change-password": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: ["emailPassword"],
    fresh: "unlessPassword",
    stepsUp: "password",
  }),
  "/change-email": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: [],
    limit: "mail",
    account: "newEmail",
    fresh: "always",
  }),
  "/delete-user": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: [],
    fresh: "unlessPassword",
  }),
  "/delete-user/callback": notServed,
  "/delete-anonymous-user": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: ["anonymous"],
    fresh: "no",
  }),
  "/list-accounts": sessionEndpoint({ ...session, methods: GET, beforeSecondFactor: false }),
  "/link-social": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: [],
    fresh: "always",
    traits: ["beginsSocialFlow"],
    issues: "social-state",
  }),
  "/unlink-account": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: [],
    fresh: "always",
    traits: ["unlinksAccount"],
  }),
  "/get-access-token": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: [],
    fresh: "no",
    traits: ["handsOutTokens"],
  }),
  "/refresh-token": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: [],
    fresh: "no",
    traits: ["handsOutTokens"],
  }),
  "/account-info": notServed,

  // Passkeys
  "/passkey/generate-register-options": sessionEndpoint({
    ...guarded,
    methods: GET,
    settings: ["passkey"],
    fresh: "always",
    issues: "passkey-challenge",
    afterOwnSecondFactor: true,
  }),
  "/passkey/verify-registration": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: ["passkey"],
    fresh: "always",
    afterOwnSecondFactor: true,
    traits: ["registersPasskey"],
  }),
  "/passkey/list-user-passkeys": sessionEndpoint({
    ...session,
    methods: GET,
    settings: ["passkey"],
    beforeSecondFactor: false,
  }),
  "/passkey/delete-passkey": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: ["passkey"],
    fresh: "always",
  }),
  "/passkey/update-passkey": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: ["passkey"],
    fresh: "no",
  }),

  // The second factor
  "/two-factor/enable": sessionEndpoint({ ...changesSecondFactor, traits: ["enrolsSecondFactor"] }),
  "/two-factor/disable": sessionEndpoint({
    ...changesSecondFactor,
    traits: ["removesSecondFactor"],
  }),
  "/two-factor/generate-backup-codes": sessionEndpoint(changesSecondFactor),
  "/two-factor/get-totp-uri": sessionEndpoint(changesSecondFactor),
  "/two-factor/send-otp": publicEndpoint({
    ...secondFactor,
    settings: ["twoFactor", "mailedSecondFactor"],
    methods: POST,
    limit: "mail",
    signsIn: null,
  }),
  "/two-factor/verify-totp": publicEndpoint({
    ...secondFactor,
    methods: POST,
    signsIn: "totp",
    stepsUp: "totp",
  }),
  "/two-factor/verify-otp": publicEndpoint({
    ...secondFactor,
    settings: ["twoFactor", "mailedSecondFactor"],
    methods: POST,
    signsIn: "mailedCode",
    stepsUp: "mailedCode",
  }),
  "/two-factor/verify-backup-code": publicEndpoint({
    ...secondFactor,
    methods: POST,
    signsIn: "backupCode",
    stepsUp: "backupCode",
  }),

  // Better Auth's own pages
  "/ok": publicEndpoint({
    methods: GET,
    settings: [],
    limit: null,
    account: null,
    signsIn: null,
    answersHead: true,
  }),
  "/error": publicEndpoint({
    methods: GET,
    settings: [],
    limit: null,
    account: null,
    signsIn: null,
    answersHead: true,
  }),
} as const satisfies Record<EndpointPath, Endpoint | null>;

/** Whether the endpoint compares a password with the account's hash. */
export const checksPassword = ({ signsIn, traits }: Endpoint): boolean =>
  signsIn === "password" && !traits.includes("signsUp");

/** The prefixes of paths that end in a parameter. */
const withParameter = Object.keys(endpoints).flatMap((path) =>
  path.includes("/:") ? [path.slice(0, path.indexOf(":"))] : [],
);

/** The endpoints that mailed links open. */
export type MailedLink = {
  [Name in EndpointPath]: (typeof endpoints)[Name] extends { mailedLink: true } ? Name : never;
}[EndpointPath];

export interface MatchedEndpoint extends Endpoint {
  /** The key of its row in the table. */
  readonly name: EndpointPath;
}

/** Finds the endpoint at a path relative to the base path; null when none is served. */
export function findEndpoint(method: string, path: string): MatchedEndpoint | null {
  const name = findEndpointName(path);
  const endpoint: Endpoint | null = name === null ? null : endpoints[name];
  if (name === null || endpoint === null) return null;
  return getAllowedMethods(endpoint).includes(method) ? { ...endpoint, name } : null;
}

/** The endpoint's methods, plus POST and HEAD for the page of a mailed link. */
export const getAllowedMethods = ({
  methods,
  mailedLink,
  answersHead,
}: Pick<Endpoint, "methods" | "mailedLink" | "answersHead">): string[] => [
  ...methods,
  ...(mailedLink ? ["POST"] : []),
  ...(mailedLink || answersHead ? ["HEAD"] : []),
];

function findEndpointName(path: string): EndpointPath | null {
  if (Object.hasOwn(endpoints, path) && !path.includes(":")) return path as EndpointPath; // checked by hasOwn
  const prefix = withParameter.find(
    (each) => path.startsWith(each) && !path.slice(each.length).includes("/"),
  );
  const name = Object.keys(endpoints).find(
    (each) => prefix !== undefined && each.startsWith(`${prefix}:`),
  );
  return (name as EndpointPath | undefined) ?? null; // a key of the table
}
