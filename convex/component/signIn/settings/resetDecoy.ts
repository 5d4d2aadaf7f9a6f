/**
 * Makes a request for a reset link take as long for an address without an account as for one that
 * has one. For a code, Better Auth's own flow does. No mail is sent; the token opens nothing and
 * expires in a minute.
 */
import type { BetterAuthPlugin } from "better-auth";
import { createAuthMiddleware } from "better-auth/api";
import { newId } from "../../core/ids";
import { randomToken } from "../../core/secrets";
import { DISCARDED_LIFETIME_MS } from "../addresses/links";
import type { Endpoint } from "../endpoint";
import type { MailSender } from "./mail";

export const resetDecoy = ({ traits }: Endpoint, mail: MailSender): BetterAuthPlugin => ({
  id: "banata-reset-decoy",
  hooks: {
    after: [
      {
        matcher: () => traits.includes("mailsResetLink") && !mail.hasQueued,
        handler: createAuthMiddleware(async ({ context: { internalAdapter, baseURL } }) => {
          const token = randomToken();
          await internalAdapter.createVerificationValue({
            identifier: `reset-password:${token}`,
            value: newId("user"), // no such user, so the token opens nothing
            expiresAt: new Date(Date.now() + DISCARDED_LIFETIME_MS),
          });
          await mail.discardReset(`${baseURL}/reset-password/${token}`);
        }),
      },
    ],
  },
});
