/**
 * The first password of an operator, who signs in by a link of the command line or by a passkey and
 * may have no mailbox that the deployment can reach. Users of apps choose theirs by a mailed link.
 */
import type { BetterAuthPlugin } from "better-auth";
import { APIError, createAuthEndpoint, sessionMiddleware } from "better-auth/api";
import * as z from "zod/mini";
import { CREDENTIAL } from "../../users/accounts";

export const firstPassword = () =>
  ({
    id: "banata-first-password",
    endpoints: {
      setFirstPassword: createAuthEndpoint(
        "/set-password",
        { method: "POST", body: z.object({ newPassword: z.string() }), use: [sessionMiddleware] },
        async (ctx) => {
          const { internalAdapter, password, session } = ctx.context;
          const userId = session.user.id;
          const accounts = await internalAdapter.findAccounts(userId);
          if (accounts.some(({ providerId }) => providerId === CREDENTIAL))
            throw new APIError("BAD_REQUEST", {
              code: "PASSWORD_ALREADY_SET",
              message: "You have a password; change it instead",
            });
          await internalAdapter.linkAccount({
            ...{ userId, accountId: userId, providerId: CREDENTIAL },
            password: await password.hash(ctx.body.newPassword),
          });
          return ctx.json({ status: true });
        },
      ),
    },
  }) satisfies BetterAuthPlugin;
