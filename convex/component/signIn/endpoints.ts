/**
 * The table of all end-user endpoints: which settings must be enabled, which limit applies, what a
 * success proves, and when a valid session is refused. A path without a row is not served; a
 * mounted endpoint without a row does not compile.
 */
import { publicEndpoint, readEndpoint, sessionEndpoint, type Endpoint } from "./endpoint";
import type { EndpointPath } from "./mountedPaths";

const GET = ["GET"] as const;
const POST = ["POST"] as const;

/** Mounted by Better Auth but not served by this runtime. */
const notServed = null;

/** Ends sessions or hands them over. */
const session = { settings: [], limit: null, fresh: "no", inImpersonation: true } as const;
const read = { methods: GET, beforeSecondFactor: false } as const;
/** Changes credentials or other lasting account data. */
const guarded = { limit: "signIn", inImpersonation: false, beforeSecondFactor: false } as const;
const redeemsHandOff = publicEndpoint({
  methods: POST,
  settings: [],
  limit: "signIn",
  account: null,
  signsIn: null,
  recordsFailure: true,
});
/**
 * Refusals are recorded as `sso.sign_in_failed` (sso/flow/failures.ts). They are no guesses, and an
 * organization shares one address, so only attempts count.
 */
const sso = { settings: ["sso"], limit: "sso", account: null, recordsFailure: false } as const;
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
    traits: ["returnsToPage", "signsUp", "choosesUsername"],
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
    traits: ["returnsToPage"],
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
    traits: ["returnsToPage", "beginsSocialFlow"],
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
  "/sign-in/sso": publicEndpoint({
    ...sso,
    methods: POST,
    signsIn: null,
    recordsFailure: true,
    traits: ["returnsToPage"],
  }),
  "/sso/start": publicEndpoint({ ...sso, methods: GET, signsIn: null }),
  "/sso/callback/:providerId": publicEndpoint({
    ...sso,
    methods: GET,
    signsIn: "sso",
    traits: ["endsSsoFlow"],
  }),
  "/sso/saml2/sp/acs/:providerId": publicEndpoint({
    ...sso,
    methods: POST,
    signsIn: null,
    traits: ["endsSsoFlow"],
  }),
  "/sso/complete": publicEndpoint({
    ...sso,
    methods: GET,
    signsIn: "sso",
    traits: ["endsSsoFlow"],
  }),
  "/sso/saml2/sp/metadata/:providerId": publicEndpoint({
    ...sso,
    methods: GET,
    limit: null,
    signsIn: null,
  }),
  "/passkey/generate-authenticate-options": publicEndpoint({
    methods: GET,
    settings: ["passkey"],
    limit: "signIn",
    account: null,
    signsIn: null,
    issues: "passkey-challenge",
  }),
  "/passkey/verify-authentication": publicEndpoint({
    methods: POST,
    settings: ["passkey"],
    limit: "signIn",
    account: null,
    signsIn: "passkey",
    stepsUp: "passkey",
  }),
  "/one-time-token/verify": redeemsHandOff,
  "/cross-domain/one-time-token/verify": redeemsHandOff,

  // Mail: verification, reset, codes
  "/send-verification-email": publicEndpoint({
    methods: POST,
    settings: [],
    limit: "mail",
    account: "email",
    signsIn: null,
    traits: ["returnsToPage"],
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
    traits: ["mailsResetLink"],
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
  "/get-session": readEndpoint({
    methods: ["GET", "POST"],
    settings: [],
    beforeSecondFactor: true,
    answersHead: true,
    reads: "session",
  }),
  "/sign-out": sessionEndpoint({ ...session, methods: POST, beforeSecondFactor: true }),
  "/list-sessions": readEndpoint({ ...read, settings: [], reads: "sessions" }),
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
  "/convex/token": readEndpoint({ ...read, settings: [], reads: "convexToken" }),
  "/token": readEndpoint({ ...read, methods: POST, settings: [], reads: "accessToken" }),
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
  // Adds no proof: choosing a password does not show that it was known before.
  "/set-password": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: ["emailPassword"],
    fresh: "always",
    afterOwnSecondFactor: true,
  }),
  "/change-email": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: [],
    limit: "mail",
    account: "newEmail",
    fresh: "always",
    traits: ["returnsToPage"],
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
  "/list-accounts": readEndpoint({ ...read, settings: [], reads: "accounts" }),
  "/link-social": sessionEndpoint({
    ...guarded,
    methods: POST,
    settings: [],
    fresh: "always",
    traits: ["returnsToPage", "beginsSocialFlow"],
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
  }),
  "/passkey/list-user-passkeys": readEndpoint({
    ...read,
    settings: ["passkey"],
    reads: "passkeys",
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

/** The endpoints that mailed links open. */
export type MailedLink = {
  [Name in EndpointPath]: (typeof endpoints)[Name] extends { mailedLink: true } ? Name : never;
}[EndpointPath];
