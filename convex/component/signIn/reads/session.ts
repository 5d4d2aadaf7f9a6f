/**
 * Answers the endpoints that read the session and its user. Every request to such an endpoint
 * evaluates this module, so it imports neither Better Auth nor a schema library.
 */
import { internalMutation, internalQuery } from "../../_generated/server";
import { TenantWriter } from "../../tenancy/database";
import { accountBodies } from "./accountBodies";
import { answerRead, openRead, readAnswerValidator, readValidator } from "./answer";
import { renewal } from "./renewal";

/** Answers the request, unless the session's renewal is due or only Better Auth can answer. */
export const read = internalQuery({
  args: readValidator,
  returns: readAnswerValidator,
  handler: async (ctx, sent) => await answerRead(await openRead(ctx, sent), accountBodies, null),
});

/** Answers the request, and renews the session if that is due. */
export const renew = internalMutation({
  args: readValidator,
  returns: readAnswerValidator,
  handler: async (ctx, sent) => {
    const opened = await openRead(ctx, sent);
    const db = new TenantWriter(ctx.db, opened.project.id);
    return await answerRead(opened, accountBodies, renewal(db));
  },
});
