/**
 * Address endpoints that replace Better Auth's: theirs put the address into a signed link that
 * names no user, survives every change of the account, and signs in.
 */
import type { BetterAuthPlugin } from "better-auth";
import {
  APIError,
  createAuthEndpoint,
  createAuthMiddleware,
  getSessionFromCtx,
  originCheck,
  sessionMiddleware,
} from "better-auth/api";
import * as z from "zod/mini";
import type { Endpoint } from "../endpoint";
import { SIGN_UP_COOKIE, SIGN_UP_SECONDS } from "./signUps";

const callbackURL = z.optional(z.string());
const link = z.object({ token: z.string(), callbackURL });

/** Implemented by flows.ts; declared here, because the table of endpoints names these paths. */
interface Flows {
  noteCookie(signUpId: string): void;
  signUpToKeep(): string | null;
  sendVerification(email: string, callbackURL: string): Promise<void>;
  open(token: string): Promise<Record<string, unknown>>;
  requestChange(change: {
    readonly userId: string;
    readonly newEmail: string;
    readonly callbackURL: string;
  }): Promise<void>;
  undo(token: string): Promise<void>;
}

export const addressEndpoints = (flows: Flows, { traits, limit }: Endpoint) =>
  ({
    id: "banata-addresses",
    hooks: {
      before: [
        {
          matcher: () => limit === "mail", // the mail may confirm a sign-up
          handler: createAuthMiddleware(async (ctx) => {
            const { name } = ctx.context.createAuthCookie(SIGN_UP_COOKIE);
            const id = await ctx.getSignedCookie(name, ctx.context.secret);
            if (typeof id === "string") flows.noteCookie(id);
          }),
        },
      ],
      after: [
        {
          matcher: () => traits.includes("signsUp"),
          handler: createAuthMiddleware(async (ctx) => {
            const id = flows.signUpToKeep();
            if (id === null) return;
            const cookie = ctx.context.createAuthCookie(SIGN_UP_COOKIE, {
              maxAge: SIGN_UP_SECONDS,
            });
            await ctx.setSignedCookie(cookie.name, id, ctx.context.secret, cookie.attributes);
          }),
        },
      ],
    },
    endpoints: {
      sendVerificationEmail: createAuthEndpoint(
        "/send-verification-email",
        { method: "POST", body: z.object({ email: z.email(), callbackURL }) },
        async (ctx) => {
          const session = await getSessionFromCtx(ctx);
          const email = ctx.body.email.toLowerCase();
          if (session && session.user.email !== email)
            throw new APIError("BAD_REQUEST", {
              code: "EMAIL_MISMATCH",
              message: "Email mismatch",
            });
          if (session?.user.emailVerified)
            throw new APIError("BAD_REQUEST", {
              code: "EMAIL_ALREADY_VERIFIED",
              message: "Email is already verified",
            });
          await flows.sendVerification(email, ctx.body.callbackURL ?? "/");
          return ctx.json({ status: true });
        },
      ),
      verifyEmail: createAuthEndpoint(
        "/verify-email",
        { method: "GET", query: link, use: [originCheck((ctx) => getDestination(ctx.query))] },
        async (ctx) => {
          try {
            const user = await flows.open(ctx.query.token);
            if (ctx.query.callbackURL === undefined) return ctx.json({ status: true, user });
          } catch (error) {
            throw redirectWithError(ctx.query.callbackURL, error, (url) => ctx.redirect(url));
          }
          throw ctx.redirect(getDestination(ctx.query));
        },
      ),
      changeEmail: createAuthEndpoint(
        "/change-email",
        {
          method: "POST",
          body: z.object({ newEmail: z.email(), callbackURL }),
          use: [sessionMiddleware],
        },
        async (ctx) => {
          const { newEmail, callbackURL: to = "/" } = ctx.body;
          await flows.requestChange({
            userId: ctx.context.session.user.id,
            newEmail: newEmail.toLowerCase(),
            callbackURL: to,
          });
          return ctx.json({ status: true });
        },
      ),
      undoEmailChange: createAuthEndpoint(
        "/undo-email-change",
        { method: "GET", query: link, use: [originCheck((ctx) => getDestination(ctx.query))] },
        async (ctx) => {
          await flows.undo(ctx.query.token);
          if (ctx.query.callbackURL === undefined) return ctx.json({ status: true });
          throw ctx.redirect(ctx.query.callbackURL);
        },
      ),
    },
  }) satisfies BetterAuthPlugin;

const getDestination = (query: { callbackURL?: string | undefined } | undefined): string =>
  query?.callbackURL ?? "/";

/** Ends a failed link as Better Auth does: with a redirect to its target page, or with an error. */
function redirectWithError(
  to: string | undefined,
  error: unknown,
  redirect: (url: string) => Error,
) {
  if (to === undefined || !(error instanceof APIError)) return error;
  const code = (error.body as { code?: string } | undefined)?.code ?? "INVALID_TOKEN";
  return redirect(`${to}${to.includes("?") ? "&" : "?"}error=${code}`);
}
