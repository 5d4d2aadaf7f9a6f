/** The authorization request of an app (RFC 6749 section 4.1.1) with PKCE (RFC 7636). */
import { HostedSignInError } from "./error";

/** How the hosted pages begin. */
export interface HostedSignInOptions {
  /**
   * The page to show afterwards: a path or a URL of the app's own origin. Default: the present page
   * in a browser, `/` on a server.
   */
  readonly returnTo?: string;
  /** `sign-up` begins with the page for new accounts. */
  readonly screenHint?: "sign-in" | "sign-up";
  /** An email address to begin with. */
  readonly loginHint?: string;
  /**
   * The organization (`org_…`) that becomes the session's active one. A user who may not enter it
   * causes `access_denied`.
   */
  readonly organizationId?: string;
  /**
   * - `none`: show no page; `login_required` when no user is signed in at the hosted pages. For
   *   clients of type `web`.
   * - `login`: sign in again, also with a session.
   * - `select_account`: choose the account; the default.
   * - `select_organization`: choose the active organization, after the others.
   */
  readonly prompt?:
    | "none"
    | "login"
    | "select_account"
    | "select_organization"
    | "login select_organization"
    | "select_account select_organization";
}

export interface HostedSignInRequest {
  /** The address to send the browser to. */
  readonly url: string;
  /** Names this sign-in; the answer repeats it. */
  readonly state: string;
  /** Proves that the exchange comes from where the sign-in began. */
  readonly verifier: string;
}

/** The app as the hosted pages know it. */
export interface HostedApp {
  /** `<mount>/p/<project>`, which is also the issuer. */
  readonly base: string;
  readonly clientId: string;
  /** In full, as registered. */
  readonly redirectUri: string;
}

/** @throws HostedSignInError `insecure_context` on pages that are neither https nor on localhost */
export async function createHostedSignIn(
  { base, clientId, redirectUri }: HostedApp,
  { screenHint, loginHint, organizationId, prompt }: HostedSignInOptions,
): Promise<HostedSignInRequest> {
  // Not there at addresses such as http://192.168.0.2:5173, whatever the type says.
  if (!(crypto as Partial<Crypto>).subtle)
    throw new HostedSignInError(
      "insecure_context",
      "Browsers offer Web Crypto only to pages with https or on localhost",
    );
  const [state, verifier] = [randomText(), randomText()];
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(verifier));
  const query = new URLSearchParams({
    ...{ response_type: "code", client_id: clientId, redirect_uri: redirectUri, state },
    ...{ code_challenge: toBase64Url(new Uint8Array(hash)), code_challenge_method: "S256" },
  });
  const optional = {
    ...{ screen_hint: screenHint, login_hint: loginHint, organization_id: organizationId, prompt },
  };
  for (const [name, value] of Object.entries(optional)) if (value) query.set(name, value);
  return { url: `${base}/authorize?${query}`, state, verifier };
}

/** The form that exchanges a code at the token endpoint (RFC 6749 section 4.1.3). */
export const exchangeForm = (
  { clientId, redirectUri }: Pick<HostedApp, "clientId" | "redirectUri">,
  code: string,
  verifier: string,
): URLSearchParams =>
  new URLSearchParams({
    ...{ grant_type: "authorization_code", code, code_verifier: verifier },
    ...{ client_id: clientId, redirect_uri: redirectUri },
  });

/** Where the browser signs out, and comes back from. */
export const signOutUrl = ({ base, clientId }: HostedApp, returnTo: string): string =>
  `${base}/logout?${new URLSearchParams({ client_id: clientId, post_logout_redirect_uri: returnTo })}`;

const randomText = () => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
