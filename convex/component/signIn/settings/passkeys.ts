/**
 * Passkeys (WebAuthn Level 3), bound to the host of the page that asks and to that page's origin.
 */
import { passkey } from "@better-auth/passkey";

export interface RelyingParty {
  /** The project's. */
  readonly name: string;
  /** Of the page, which the project trusts. */
  readonly origin: string;
}

/**
 * A browser names no origin on a read from the page's own: then it is the runtime's, or the app's
 * that passes the request on.
 */
export const passkeys = ({ name, origin }: RelyingParty) =>
  passkey({ rpName: name, rpID: new URL(origin).hostname, origin });
