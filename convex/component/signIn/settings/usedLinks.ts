/**
 * A link that changes somebody's address is a signed token without a row, so it would work until it
 * expires: on whoever has the old address by then. So the used ones are remembered. A link that
 * only confirms an address may be opened again (mail scanners do) and changes nothing then.
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { jwtVerify } from "jose";
import { sha256 } from "../../secrets";

const PATH = "/verify-email";

export const usedLinks = {
  id: "banata-used-links",
  hooks: {
    before: [
      {
        matcher: ({ path }) => path === PATH,
        handler: createAuthMiddleware(async (ctx) => {
          const link = await changeIn(ctx.query, ctx.context.secret);
          if (!link) return;
          // Without the signature, which is another one after a rotation of the secret.
          const identifier = `used-${await sha256(link.token.slice(0, link.token.lastIndexOf(".")))}`;
          if (await ctx.context.internalAdapter.findVerificationValue(identifier))
            throw new APIError("UNAUTHORIZED", { code: "INVALID_TOKEN", message: "Invalid token" });
          await ctx.context.internalAdapter.createVerificationValue({
            identifier,
            value: "",
            expiresAt: new Date(link.exp * 1_000),
          });
        }),
      },
    ],
  },
} satisfies BetterAuthPlugin;

/**
 * Null for a token that is none, or changes nothing: nobody can fill the table with tokens of their
 * own making.
 */
async function changeIn(
  query: unknown,
  secret: string,
): Promise<{ token: string; exp: number } | null> {
  const token = (query as { token?: unknown } | undefined)?.token;
  if (typeof token !== "string") return null;
  try {
    const { updateTo, exp } = (
      await jwtVerify(token, new TextEncoder().encode(secret), { algorithms: ["HS256"] })
    ).payload;
    return typeof updateTo === "string" && typeof exp === "number" ? { token, exp } : null;
  } catch {
    return null;
  }
}
