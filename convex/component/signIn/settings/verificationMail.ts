/**
 * `POST /send-verification-email` in the place of Better Auth's own, which waits by a timer so that an unknown address takes as long as a known one. A mutation has no timers, and here sending is no
 * more than a row.
 */
import type { BetterAuthPlugin } from "better-auth";
import {
  APIError,
  createAuthEndpoint,
  getSessionFromCtx,
  sendVerificationEmailFn,
} from "better-auth/api";
import * as z from "zod/mini";

const body = z.object({ email: z.email(), callbackURL: z.optional(z.string()) });

export const verificationMail = {
  id: "banata-verification-mail",
  endpoints: {
    sendVerificationEmail: createAuthEndpoint(
      "/send-verification-email",
      { method: "POST", body },
      async (ctx) => {
        const session = await getSessionFromCtx(ctx);
        if (session && session.user.email !== ctx.body.email)
          throw new APIError("BAD_REQUEST", { code: "EMAIL_MISMATCH", message: "Email mismatch" });
        const user =
          session?.user ??
          (await ctx.context.internalAdapter.findUserByEmail(ctx.body.email))?.user;
        if (user && !user.emailVerified) await sendVerificationEmailFn(ctx, user);
        else if (session)
          throw new APIError("BAD_REQUEST", {
            code: "EMAIL_ALREADY_VERIFIED",
            message: "Email is already verified",
          });
        return ctx.json({ status: true });
      },
    ),
  },
} satisfies BetterAuthPlugin;
