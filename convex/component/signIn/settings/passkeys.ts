/**
 * Passkeys (WebAuthn Level 3), bound to the project's domain or the host of the page, and to the
 * page's origin. A passkey with user verification counts as two factors. Only the flag of the current assertion proves it,
 * because an authenticator may skip verification where it is not required.
 */
import { APIError, getSessionFromCtx } from "better-auth/api";
import { relyingPartyId } from "../../configuration/passkeyDomain";
import type { AuthRequest } from "./authRequest";
import { passkeyEndpoints } from "./passkeyEndpoints";

const NOT_VERIFIED = {
  code: "USER_VERIFICATION_REQUIRED",
  message: "Use a passkey with a PIN or biometrics: this project requires user verification",
};

/**
 * Browsers send no Origin header with same-origin reads; then the page's origin is the runtime's,
 * or that of the app that forwards the request.
 */
export function passkeys({ visit, page, proofs }: Pick<AuthRequest, "visit" | "page" | "proofs">) {
  const isRequired = visit.settings.features.mfa;
  return passkeyEndpoints({
    relyingParty: {
      name: page.name,
      id: relyingPartyId(visit.settings.passkeys, page.origin),
      origin: page.origin,
    },
    userVerification: isRequired ? "required" : "preferred",
    assertVerified: (userVerified) => {
      if (isRequired && !userVerified) throw new APIError("UNAUTHORIZED", NOT_VERIFIED);
    },
    onAssertion: async (ctx, userVerified) => {
      if (userVerified) proofs.noteUserVerified();
      // Loads the user's current session, which this assertion steps up.
      await getSessionFromCtx(ctx, { disableRefresh: true });
    },
  });
}
