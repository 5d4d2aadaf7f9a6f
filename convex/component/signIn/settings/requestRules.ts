/**
 * What is asked of the fields of every request before Better Auth's endpoint runs: an address is
 * one, and a new password has the project's length. Better Auth measures UTF-16 units of what was
 * typed, and judges addresses with a pattern that takes no top-level domain like `xn--p1ai`.
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { regexes } from "zod/mini";
import type { EmailPasswordPolicy } from "../../configuration/defaults";
import { emailAddress } from "../../core/emailAddress";
import type { Endpoint } from "../endpoints";
import { lengthFault } from "../../passwords/length";

// Better Auth asks `z.email()` inside its endpoints, where no option reaches. This pattern is the
// one that zod shares among all of them, so addresses have one judge.
regexes.email.test = (text: string) => emailAddress(text) === text;

const ADDRESSES = ["email", "newEmail"];
/** The field `password` holds a new one there; `newPassword` does everywhere. */
const takesNewPassword = ({ acts }: Endpoint): boolean =>
  acts.includes("signsUp") || acts.includes("resetsPassword");

export const requestRules = (
  policy: EmailPasswordPolicy,
  endpoint: Endpoint,
): BetterAuthPlugin => ({
  id: "banata-request-rules",
  hooks: {
    before: [
      {
        matcher: () => true,
        handler: createAuthMiddleware(async ({ body }) => {
          const fields = (typeof body === "object" ? body : null) as Record<string, unknown> | null;
          for (const name of ADDRESSES) {
            const address = fields?.[name];
            if (typeof address === "string" && emailAddress(address) !== address)
              throw new APIError("BAD_REQUEST", {
                code: "INVALID_EMAIL",
                message: "Invalid email",
              });
          }
          const passwords = [
            fields?.newPassword,
            takesNewPassword(endpoint) ? fields?.password : null,
          ];
          for (const password of passwords)
            if (typeof password === "string") assertPasswordLength(password, policy);
        }),
      },
    ],
  },
});

/** Throws as Better Auth does. */
export function assertPasswordLength(password: string, policy: EmailPasswordPolicy): void {
  const fault = lengthFault(password, policy);
  if (fault === "too_small")
    throw new APIError("BAD_REQUEST", {
      code: "PASSWORD_TOO_SHORT",
      message: "Password too short",
    });
  if (fault === "too_big")
    throw new APIError("BAD_REQUEST", { code: "PASSWORD_TOO_LONG", message: "Password too long" });
}
