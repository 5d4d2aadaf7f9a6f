/**
 * The project's second factor: TOTP and backup codes, and mailed codes where the project allows
 * them. Better Auth asks for it after a password; here it is asked for after every way of signing
 * in that has not proved it already (database/sessionProofs.ts).
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from "better-auth/api";
import { symmetricDecrypt } from "better-auth/crypto";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { SessionProofs } from "../database/sessionProofs";
import type { AuthRequest } from "./auth";

type Request = Pick<AuthRequest, "visit" | "mail" | "page" | "proofs" | "secondFactors">;

/** As Better Auth names the cookie of a sign-in that waits for its second factor. */
const CHALLENGE_COOKIE = "two_factor";
/** No code is this one, so Better Auth refuses and counts it as it does any wrong one. */
const WRONG_CODE = "";

export function secondFactor(request: Request): BetterAuthPlugin {
  const { mail, page, proofs, visit } = request;
  const plugin = twoFactor({
    issuer: page.name,
    // Who has a password gives it; who signs in by mail alone has none.
    allowPasswordless: true,
    otpOptions: {
      storeOTP: "hashed",
      ...(visit.settings.features.mailedSecondFactor
        ? { sendOTP: async ({ user, otp }) => await mail.code(user.email, otp) }
        : {}),
    },
  });
  const after = plugin.hooks.after.map(({ handler }) => ({
    matcher: () => proofs.needsChallenge,
    handler: challenging(handler, proofs),
  }));
  return { ...plugin, hooks: { before: [codesOnce(request)], after } };
}

/** Looks at a code before Better Auth does, which does not know whether it was used before. */
const codesOnce = ({ secondFactors, visit }: Request) => ({
  matcher: () => ["totp", "backupCode"].includes(visit.endpoint.signsIn ?? ""),
  handler: createAuthMiddleware(async (ctx) => {
    // What Better Auth will compare, however it was sent; it refuses what is not text.
    const body: unknown = ctx.body;
    const code = typeof body === "object" && body !== null && "code" in body ? body.code : null;
    if (typeof code !== "string") return;
    const session = await getSessionFromCtx(ctx, { disableRefresh: true });
    const userId = session?.user.id ?? (await challengedUser(ctx));
    if (userId === null) return;
    const open = async (data: string) =>
      await symmetricDecrypt({ key: ctx.context.secretConfig, data });
    const isAccepted =
      visit.endpoint.signsIn === "totp"
        ? await secondFactors.acceptTotp({ userId, code, inSession: session !== null, open })
        : await secondFactors.acceptBackupCode(userId);
    if (!isAccepted) return { context: { body: { ...(body as object), code: WRONG_CODE } } };
  }),
});

type HookContext = Parameters<Parameters<typeof createAuthMiddleware>[0]>[0];

async function challengedUser(ctx: HookContext): Promise<string | null> {
  const { name } = ctx.context.createAuthCookie(CHALLENGE_COOKIE);
  const identifier = await ctx.getSignedCookie(name, ctx.context.secret);
  if (typeof identifier !== "string") return null;
  const challenge = await ctx.context.internalAdapter.findVerificationValue(identifier);
  return challenge?.value ?? null;
}

type Handler = NonNullable<NonNullable<BetterAuthPlugin["hooks"]>["after"]>[number]["handler"];

/**
 * Better Auth's challenge, which lets a trusted device through. Where the sign-in answers with a
 * redirect, the page it leads to learns of the challenge by `twoFactorRedirect=true`, as a call
 * does by its answer.
 */
function challenging(handler: Handler, proofs: SessionProofs): Handler {
  const wrapped = async (ctx: Parameters<Handler>[0]) => {
    const { newSession, returned } = (ctx as unknown as { context: After }).context; // for hooks that come after the endpoint
    const result = (await handler(ctx)) as { headers?: Headers; response?: unknown };
    if (result.response === undefined) {
      if (newSession?.user.twoFactorEnabled === true) await proofs.trustDevice();
      return result;
    }
    const location = isAPIError(returned) ? new Headers(returned.headers).get("location") : null;
    if (location === null) return result;
    const headers = new Headers(result.headers);
    headers.set(
      "location",
      `${location}${location.includes("?") ? "&" : "?"}twoFactorRedirect=true`,
    );
    return { headers, response: new APIError("FOUND", undefined, headers) };
  };
  return wrapped as Handler; // Better Auth calls it and takes the two fields
}

interface After {
  readonly returned?: unknown;
  readonly newSession?: { readonly user: { readonly twoFactorEnabled?: unknown } } | null;
}
