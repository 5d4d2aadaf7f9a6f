/**
 * Passkeys (WebAuthn Level 3), bound to the host of the page that asks and to that page's origin.
 * One with user verification counts as two factors; only the flag of the assertion at hand says so,
 * because an authenticator may leave verification out where it is not required.
 */
import { passkey } from "@better-auth/passkey";
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import type { AuthRequest } from "./auth";

export interface RelyingParty {
  /** The project's. */
  readonly name: string;
  /** Of the page, which the project trusts. */
  readonly origin: string;
}

const NOT_VERIFIED = {
  code: "USER_VERIFICATION_REQUIRED",
  message: "Use a passkey with a PIN or biometrics: this project requires user verification",
};

/**
 * A browser names no origin on a read from the page's own: then it is the runtime's, or the app's
 * that passes the request on.
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
        // Looks for a running session of the same user, which this assertion steps up.
        await getSessionFromCtx(ctx, { disableRefresh: true });
      },
    },
  });
  // Better Auth always asks for "preferred" here.
  const requireVerification = {
    matcher: () => isRequired && endpoint.acts.includes("asksForPasskey"),
    handler: createAuthMiddleware(async (ctx) => {
      const { returned } = ctx.context;
      if (typeof returned !== "object" || returned === null || returned instanceof APIError) return;
      return ctx.json({ ...returned, userVerification: "required" });
    }),
  };
  return { ...plugin, hooks: { after: [requireVerification] } } satisfies BetterAuthPlugin;
}
