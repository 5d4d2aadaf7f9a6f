/**
 * The parameters of an authorization request. Sources: RFC 6749 sections 3.1 and 4.1.1, RFC 7636
 * section 4.3, OpenID Connect Core section 3.1.2.1.
 */

export type Prompt = "login" | "none" | "select_account";

export interface AuthorizationRequest {
  readonly clientId: string;
  readonly redirectUri: string;
  readonly state: string;
  readonly codeChallenge: string;
  readonly nonce: string | null;
  readonly prompt: Prompt | null;
  /** A member of several organizations chooses the active one. */
  readonly selectsOrganization: boolean;
  /** Seconds. */
  readonly maxAge: number | null;
  readonly loginHint: string;
  readonly startsWithSignUp: boolean;
  readonly organizationId: string | null;
  /** Language tags, the preferred one first. */
  readonly uiLocales: readonly string[];
}

/** An error that the app receives in its redirect. `description` is for its developers. */
export interface RequestError {
  readonly error: string;
  readonly description: string;
}

const NAMES = [
  "client_id",
  "redirect_uri",
  "response_type",
  "response_mode",
  "state",
  "code_challenge",
  "code_challenge_method",
  "nonce",
  "prompt",
  "max_age",
  "login_hint",
  "screen_hint",
  "organization_id",
  "ui_locales",
  "scope",
  "request",
  "request_uri",
] as const;
type Name = (typeof NAMES)[number];
export type Parameters = Readonly<Record<Name, string | null>>;

/** Longer than any legitimate request. */
const MAXIMUM_LENGTH = 8_192;
const MAXIMUM_AGE = 10 ** 9;

/**
 * The parameters as they were sent; null for those that were not, and for empty ones (RFC 6749,
 * section 3.1). Unknown ones are ignored. Null for a request that is too long or repeats one.
 */
export function readParameters(search: URLSearchParams): Parameters | null {
  if (search.toString().length > MAXIMUM_LENGTH) return null;
  if (NAMES.some((name) => search.getAll(name).length > 1)) return null;
  return Object.fromEntries(NAMES.map((name) => [name, search.get(name) || null])) as Parameters; // each name
}

/** Checks a request whose client and redirect URI are known to belong together. */
export function parseAuthorizationRequest(
  given: Parameters,
  { clientId, redirectUri }: Pick<AuthorizationRequest, "clientId" | "redirectUri">,
): AuthorizationRequest | RequestError {
  const { state, code_challenge: codeChallenge } = given;
  const fault = unsupported(given);
  if (fault) return fault;
  if (state === null) return invalid("state is missing; send a value that only this browser has");
  if (codeChallenge === null) return invalid("code_challenge is missing; PKCE is required");
  if (given.code_challenge_method !== "S256") return invalid("code_challenge_method must be S256");
  if (!/^[A-Za-z0-9_-]{43}$/.test(codeChallenge))
    return invalid("code_challenge must be a SHA-256 hash in base64url");
  const prompts = parsePrompts(given.prompt);
  if (prompts === null)
    return invalid("prompt must be none, login, select_account, or select_organization");
  const maxAge = given.max_age === null ? null : parseSeconds(given.max_age);
  if (maxAge !== null && Number.isNaN(maxAge)) return invalid("max_age must be whole seconds");
  return {
    clientId,
    redirectUri,
    state,
    codeChallenge,
    nonce: given.nonce,
    ...prompts,
    maxAge,
    ...readHints(given),
    organizationId: given.organization_id,
  };
}

const readHints = (given: Parameters) => ({
  loginHint: given.login_hint ?? "",
  startsWithSignUp: given.screen_hint === "sign-up" || given.screen_hint === "signup",
  uiLocales: (given.ui_locales ?? "").split(" ").filter((tag) => tag !== ""),
});

/** The request of a sign-in that leads to a page of the runtime, in place of an app. */
export const toOwnRequest = (given: Parameters): AuthorizationRequest => ({
  ...{ clientId: "", redirectUri: "", state: "", codeChallenge: "", nonce: null, maxAge: null },
  ...{ organizationId: null, selectsOrganization: false },
  prompt: given.prompt === "login" ? "login" : null,
  ...readHints(given),
});

export const SELECT_ORGANIZATION = "select_organization";

/**
 * Values are separated by spaces, and `none` stands alone (OpenID Connect Core, section 3.1.2.1).
 * Null for unknown ones.
 */
function parsePrompts(
  text: string | null,
): Pick<AuthorizationRequest, "prompt" | "selectsOrganization"> | null {
  const values = (text ?? "").split(" ").filter((value) => value !== "");
  const others = values.filter((value) => value !== SELECT_ORGANIZATION);
  const selectsOrganization = others.length < values.length;
  if (!others.every(isPrompt) || others.length > 1) return null;
  const [prompt = null] = others;
  return prompt === "none" && selectsOrganization ? null : { prompt, selectsOrganization };
}

function unsupported(given: Parameters): RequestError | null {
  const { response_type: responseType, response_mode: responseMode } = given;
  if (given.request !== null)
    return { error: "request_not_supported", description: "Send each parameter by itself" };
  if (given.request_uri !== null)
    return { error: "request_uri_not_supported", description: "Send each parameter by itself" };
  if (responseType === null) return invalid("response_type is missing");
  if (responseType !== "code")
    return { error: "unsupported_response_type", description: "response_type must be code" };
  if (responseMode !== null && responseMode !== "query")
    return invalid("response_mode must be query");
  if (given.scope !== null)
    return { error: "invalid_scope", description: "This endpoint has no scopes; leave scope out" };
  return null;
}

const invalid = (description: string): RequestError => ({ error: "invalid_request", description });

const isPrompt = (text: string): text is Prompt =>
  text === "none" || text === "login" || text === "select_account";

function parseSeconds(text: string): number {
  const seconds = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  return Math.min(seconds, MAXIMUM_AGE); // NaN stays NaN
}
