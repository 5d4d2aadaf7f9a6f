/**
 * The second factor: TOTP and backup codes, and mailed codes if the project allows them. Better
 * Auth only challenges after a password; here every sign-in method that has not already proved a
 * second factor is challenged (database/sessionProofs.ts).
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx, isAPIError } from "better-auth/api";
import { symmetricDecrypt } from "better-auth/crypto";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { AuthRequest } from "./authRequest";

type Request = Pick<AuthRequest, "visit" | "mail" | "page" | "proofs" | "secondFactors">;

/** Better Auth's cookie name for a sign-in that waits for its second factor. */
const CHALLENGE_COOKIE = "two_factor";
/** Never a valid code, so Better Auth rejects and counts it like any wrong one. */
const WRONG_CODE = "";

export function secondFactor(request: Request): BetterAuthPlugin {
  const { mail, page, proofs, visit } = request;
  const plugin = twoFactor({
    issuer: page.name,
    // Users with a password must enter it; users who sign in by mail only have none.
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
    handler: wrapChallenge(handler, request),
  }));
  return { ...plugin, hooks: { before: [rejectReusedCodes(request)], after } };
}

/** Checks a code before Better Auth does, which would accept one twice. */
const rejectReusedCodes = ({ secondFactors, visit }: Request) => ({
  matcher: () => ["totp", "backupCode"].includes(visit.endpoint.signsIn ?? ""),
  handler: createAuthMiddleware(async (ctx) => {
    // The code that Better Auth will compare, however it was sent. Better Auth rejects anything but
    // strings.
    const body: unknown = ctx.body;
    const code = typeof body === "object" && body !== null && "code" in body ? body.code : null;
    if (typeof code !== "string") return;
    const session = await getSessionFromCtx(ctx, { disableRefresh: true });
    const userId = session?.user.id ?? (await findChallengedUserId(ctx));
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

async function findChallengedUserId(ctx: HookContext): Promise<string | null> {
  const { name } = ctx.context.createAuthCookie(CHALLENGE_COOKIE);
  const identifier = await ctx.getSignedCookie(name, ctx.context.secret);
  if (typeof identifier !== "string") return null;
  const challenge = await ctx.context.internalAdapter.findVerificationValue(identifier);
  return challenge?.value ?? null;
}

type Handler = NonNullable<NonNullable<BetterAuthPlugin["hooks"]>["after"]>[number]["handler"];

/**
 * Wraps Better Auth's challenge, which is skipped on a trusted device. When the sign-in responds
 * with a redirect, the target page learns of the challenge from `twoFactorRedirect=true`, as an API
 * client does from the response body.
 */
function wrapChallenge(
  handler: Handler,
  { proofs, secondFactors }: Pick<Request, "proofs" | "secondFactors">,
): Handler {
  const wrapped = async (ctx: Parameters<Handler>[0]) => {
    const { newSession, returned } = (ctx as unknown as { context: After }).context; // available to after hooks
    // A first proof of the mailbox removes the factor; Better Auth's copy of the user still has it.
    if (newSession && !(await secondFactors.isOn(newSession.user.id))) return {};
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
  return wrapped;
}

interface After {
  readonly returned?: unknown;
  readonly newSession?: {
    readonly user: { readonly id: string; readonly twoFactorEnabled?: unknown };
  } | null;
}
