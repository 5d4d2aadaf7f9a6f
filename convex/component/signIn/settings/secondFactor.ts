/**
 * The project's second factor: TOTP, a code by mail, backup codes. Better Auth asks for it after a
 * password; here it is asked for after whatever proves no more than a mailbox, too.
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, isAPIError } from "better-auth/api";
import { twoFactor } from "better-auth/plugins/two-factor";
import type { Endpoint } from "../endpoints";
import type { MailSender } from "./mail";

export function secondFactor(
  issuer: string,
  mail: MailSender,
  endpoint: Endpoint,
): BetterAuthPlugin {
  const plugin = twoFactor({
    issuer,
    // Who has a password gives it; who signs in by mail alone has none.
    allowPasswordless: true,
    otpOptions: {
      storeOTP: "hashed",
      sendOTP: async ({ user, otp }) => await mail.code(user.email, otp),
    },
  });
  const after = plugin.hooks.after.map(({ matcher, handler }) => ({
    matcher: (ctx: Parameters<typeof matcher>[0]) => matcher(ctx) || endpoint.signsIn === "mailbox",
    handler: redirecting(handler),
  }));
  return { ...plugin, hooks: { after } };
}

type Handler = NonNullable<NonNullable<BetterAuthPlugin["hooks"]>["after"]>[number]["handler"];

/**
 * A link in a mail leads to a page: that page is told, by `twoFactorRedirect=true`, where a call
 * would be by its answer.
 */
function redirecting(handler: Handler): Handler {
  const wrapped = async (ctx: Parameters<Handler>[0]) => {
    const { returned } = (ctx as unknown as { context: { returned?: unknown } }).context; // what the endpoint answered, for hooks that come after it
    const result = (await handler(ctx)) as { headers?: Headers; response?: unknown };
    const location = isAPIError(returned) ? new Headers(returned.headers).get("location") : null;
    if (location === null || result.response === undefined) return result;
    const headers = new Headers(result.headers);
    headers.set(
      "location",
      `${location}${location.includes("?") ? "&" : "?"}twoFactorRedirect=true`,
    );
    return { headers, response: new APIError("FOUND", undefined, headers) };
  };
  return wrapped as Handler; // Better Auth calls it and takes the two fields
}
