/**
 * Validates request fields before Better Auth's endpoint runs: addresses, and the length of new
 * passwords. Better Auth counts UTF-16 units of the raw input, and its address pattern rejects
 * top-level domains such as `xn--p1ai`.
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthMiddleware } from "better-auth/api";
import { regexes } from "zod/mini";
import type { EmailPasswordPolicy } from "../../configuration/defaults";
import { emailAddress } from "../../core/emailAddress";
import type { Endpoint } from "../endpoint";
import { lengthFault } from "../../passwords/length";

// Better Auth calls `z.email()` inside its endpoints, where no option reaches. All of these calls
// share this pattern, so replacing its test applies our rule everywhere.
regexes.email.test = (text: string) => emailAddress(text) === text;

const ADDRESSES = ["email", "newEmail"];
/** Whether the field `password` holds a new password. `newPassword` always does. */
const takesNewPassword = ({ traits }: Endpoint): boolean =>
  traits.includes("signsUp") || traits.includes("resetsPassword");

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

/** Throws the same errors as Better Auth. */
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
