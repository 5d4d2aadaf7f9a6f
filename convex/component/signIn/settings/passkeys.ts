/**
 * Passkeys (WebAuthn Level 3), bound to the host and origin of the page that uses them. A passkey
 * with user verification counts as two factors. Only the flag of the current assertion proves it,
 * because an authenticator may skip verification where it is not required.
 */
import { passkey } from "@better-auth/passkey";
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import type { AuthRequest } from "./authRequest";

const NOT_VERIFIED = {
  code: "USER_VERIFICATION_REQUIRED",
  message: "Use a passkey with a PIN or biometrics: this project requires user verification",
};

/**
 * Browsers send no Origin header with same-origin reads; then the page's origin is the runtime's,
 * or that of the app that forwards the request.
 */
export function passkeys({ visit, page, proofs }: Pick<AuthRequest, "visit" | "page" | "proofs">) {
  const { endpoint, settings } = visit;
  const isRequired = settings.features.mfa;
  const assertVerified = (userVerified: boolean | undefined) => {
    if (isRequired && userVerified !== true) throw new APIError("UNAUTHORIZED", NOT_VERIFIED);
  };
  const plugin = passkey({
    rpName: page.name,
    rpID: new URL(page.origin).hostname,
    origin: page.origin,
    authenticatorSelection: { userVerification: isRequired ? "required" : "preferred" },
    registration: {
      afterVerification: async ({ verification }) =>
        assertVerified(verification.registrationInfo?.userVerified),
    },
    authentication: {
      afterVerification: async ({ ctx, verification }) => {
        const { userVerified } = verification.authenticationInfo;
        assertVerified(userVerified);
        if (userVerified) proofs.noteUserVerified();
        // Loads the user's current session, which this assertion steps up.
        await getSessionFromCtx(ctx, { disableRefresh: true });
      },
    },
  });
  // Better Auth always returns "preferred" here.
  const requireVerification = {
    matcher: () => isRequired && endpoint.traits.includes("asksForPasskey"),
    handler: createAuthMiddleware(async (ctx) => {
      const { returned } = ctx.context;
      if (typeof returned !== "object" || returned === null || returned instanceof APIError) return;
      return ctx.json({ ...returned, userVerification: "required" });
    }),
  };
  return { ...plugin, hooks: { after: [requireVerification] } } satisfies BetterAuthPlugin;
}
