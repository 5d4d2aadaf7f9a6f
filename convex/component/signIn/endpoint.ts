/** What a row of the table of endpoints (endpoints.ts) says. */
import type { AuthMethod } from "../configuration/settings";

/** A sign-in method or feature that the project can disable. */
export type Setting = AuthMethod | "signUp" | "mailedSecondFactor";

/** Rate limits. Their numbers are in limits/. */
export type LimitName = "signIn" | "sso" | "signUp" | "passwordReset" | "mail";

/**
 * A proof of identity. A session records the proofs it began with and those added later;
 * database/sessionProofs.ts says what each one counts as.
 */
export type Proof =
  | "password"
  | "mailbox"
  /** Recorded with the provider's name (database/recordedProofs.ts). */
  | "provider"
  /** A link that the deployment's command line made for an operator (operators/links.ts). */
  | "operatorLink"
  /** Without user verification. The table uses this one; the assertion's flag decides. */
  | "passkey"
  | "verifiedPasskey"
  | "totp"
  | "backupCode"
  | "mailedCode"
  | "trustedDevice"
  | "sso"
  /** The identity provider has checked a second factor, and the connection trusts it. */
  | "ssoMultiFactor";

/** The body field that identifies the account being guessed at. No other field counts. */
export type AccountField = "email" | "username" | "newEmail";

/**
 * - `no`: any active session.
 * - `always`: a sign-in or step-up in the last 15 minutes.
 * - `unlessPassword`: like `always`, or the correct current password in the same request.
 */
export type Freshness = "no" | "always" | "unlessPassword";

/** Special behavior of an endpoint, implemented in other files of this slice. */
export type EndpointTrait =
  /** Accepts a session's id in place of its token. */
  | "namesSessions"
  | "beginsSocialFlow"
  /** The callback of a social provider. */
  | "endsSocialFlow"
  /** Takes the response of an organization's identity provider, or the redirect that follows it. */
  | "endsSsoFlow"
  /** Returns the provider tokens of the user's own accounts. */
  | "handsOutTokens"
  /** Accepts a mailed code. All kinds of wrong codes get the same response. */
  | "takesMailedCode"
  /** Mails a link if the address has an account, and takes as long if not. */
  | "mailsResetLink"
  | "resetsPassword"
  | "unlinksAccount"
  | "enrolsSecondFactor"
  | "removesSecondFactor"
  | "signsUp"
  /**
   * Mails a link or starts a flow that ends at `callbackURL`. Without one it ends at the page that
   * sent the request (origins/callbackUrls.ts).
   */
  | "returnsToPage"
  | "choosesUsername"
  /** Opens a link that proves the mailbox but creates no session. */
  | "confirmsAddress"
  /** Ends the user's sessions on other devices. */
  | "signsOutElsewhere";

/** Token kinds that Better Auth stores without a prefix, so only the endpoint identifies them. */
export type IssuedToken = "magic-link" | "social-state" | "passkey-challenge";

/**
 * What an endpoint reads of the session and its user. Such an endpoint writes nothing but the
 * session's renewal, so it is answered by a query, without Better Auth (reads/).
 */
export type AccountRead = "session" | "sessions" | "accounts" | "passkeys";
export type TokenRead = "convexToken" | "accessToken";
export type SessionRead = AccountRead | TokenRead;

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
  /** Null: it may write, and Better Auth handles it. */
  readonly reads: SessionRead | null;
}

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
export const publicEndpoint = <const Row extends PublicEndpointRow>(
  row: Row,
): PublicEndpoint<Row> => ({
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
  reads: null,
});

/** An endpoint that acts on the session's user. */
export const sessionEndpoint = (row: SessionEndpointRow): Endpoint => ({
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
  reads: null,
});

/** An endpoint that only reads: no limit counts it, and every active session may use it. */
export const readEndpoint = ({
  reads,
  ...row
}: Pick<SessionEndpointRow, "methods" | "settings" | "beforeSecondFactor" | "answersHead"> & {
  readonly reads: SessionRead;
}): Endpoint => ({
  ...sessionEndpoint({ ...row, limit: null, fresh: "no", inImpersonation: true }),
  reads,
});

/** Whether a provider's page may send a form: OAuth 2.0 Form Post Response Mode, and SAML. */
export const takesForm = ({ traits }: Pick<Endpoint, "traits">): boolean =>
  traits.includes("endsSocialFlow") || traits.includes("endsSsoFlow");

/** Whether the endpoint compares a password with the account's hash. */
export const checksPassword = ({ signsIn, traits }: Endpoint): boolean =>
  signsIn === "password" && !traits.includes("signsUp");
