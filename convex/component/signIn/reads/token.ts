/**
 * Answers the endpoints that issue tokens for the session. Apart from session.ts, because signing
 * needs more modules.
 */
import { internalMutation, internalQuery } from "../../_generated/server";
import { TenantWriter } from "../../tenancy/database";
import { answerRead, openRead, readAnswerValidator, readValidator } from "./answer";
import { renewal } from "./renewal";
import { tokenBodies } from "./tokenBodies";

/** Answers the request, unless the session's renewal is due or only Better Auth can answer. */
export const read = internalQuery({
  args: readValidator,
  returns: readAnswerValidator,
  handler: async (ctx, sent) => await answerRead(await openRead(ctx, sent), tokenBodies, null),
});

/** Answers the request, and renews the session if that is due. */
export const renew = internalMutation({
  args: readValidator,
  returns: readAnswerValidator,
  handler: async (ctx, sent) => {
    const opened = await openRead(ctx, sent);
    const db = new TenantWriter(ctx.db, opened.project.id);
    return await answerRead(opened, tokenBodies, renewal(db));
  },
});
