/**
 * The outer transaction of an end user's request. It finds the project and counts the attempt; the
 * inner mutation (perform.ts) runs Better Auth. When the inner one stops for a need, is refused or
 * fails, it is rolled back as a whole, while the count of this one stays.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { internalMutation } from "../_generated/server";
import { problem } from "../core/errors";
import { TenantWriter } from "../tenancy/database";
import { Outbox } from "../tenancy/outbox";
import { Recorder } from "../tenancy/records";
import { responseValidator, type AttemptResponse } from "./attemptRequest";
import {
  effectValidator,
  parseNeed,
  needValidator,
  parseUndoneResponse,
  type Need,
} from "./effects";
import { findFailureCode, recordFailedAttempt } from "./failedAttempts";
import { predictNewHash } from "./foreseenHash";
import { getAccountName } from "./limits/accounts";
import { countAttempt } from "./limits/perMinute";
import { applyOutcome } from "./limits/outcome";
import { openAttempt } from "./openAttempt";
import { recordSsoRefusal } from "../sso/flow/failures";
import { parseSsoRefusal } from "../sso/flow/refusal";
import { claimStart } from "../sso/flow/starts";
import { sentValidator } from "./openRequest";

export type AttemptReply = { response: AttemptResponse } | { need: Need };

export const attempt = internalMutation({
  args: {
    ...sentValidator,
    effects: v.array(effectValidator),
    /** A unique id of this request, the same in all its calls. */
    claim: v.string(),
    /** True from the request's second call on: the attempt has been counted. */
    counted: v.boolean(),
  },
  returns: v.union(v.object({ response: responseValidator }), v.object({ need: needValidator })),
  handler: async (ctx, { effects, claim, counted, ...sent }): Promise<AttemptReply> => {
    const opened = await openAttempt(ctx, sent);
    if ("answer" in opened) return { response: opened.answer };
    const { project, request, basePath, endpoint, shown } = opened;
    const { id, name, isAdmin, hasWebhooks = false } = project;
    const db = new TenantWriter(ctx.db, id);
    if (isAdmin && endpoint.traits.includes("signsUp"))
      throw problem(
        "forbidden",
        "Sign-up is not available in the admin project; ask an operator to create your account",
      );
    const attempted = { endpoint, request, claim, now: Date.now() };
    if (!counted) {
      await countAttempt(db, attempted);
      const need = await predictNewHash(db, endpoint, request);
      if (need !== null) return { need };
    }
    const recorder = new Recorder({
      db,
      actor: { type: "user", id: "anonymous", name: null },
      request,
      now: attempted.now,
      outbox: new Outbox(db, ctx.scheduler, hasWebhooks),
    });
    try {
      const { perform, performPasskey, performSso } = internal.signIn;
      const inner = endpoint.settings.includes("sso")
        ? performSso
        : endpoint.settings.includes("passkey")
          ? performPasskey
          : perform;
      const response: AttemptResponse = await ctx.runMutation(inner.perform, {
        project: { id, name, isAdmin, hasWebhooks },
        basePath,
        request,
        effects,
        claim,
      });
      const code = endpoint.recordsFailure ? findFailureCode(response) : null;
      if (code !== null)
        await recordFailedAttempt(db, recorder, {
          path: endpoint.name,
          account: getAccountName(endpoint, request),
          code,
          now: attempted.now,
        });
      return { response: shown(await applyOutcome(db, attempted, response)) };
    } catch (error) {
      const response = parseUndoneResponse<AttemptResponse>(error);
      if (response) return { response: shown(await applyOutcome(db, attempted, response)) };
      const refusal = parseSsoRefusal(error);
      if (refusal) {
        const refused = await recordSsoRefusal(db, {
          ...{ project, recorder, refusal },
          headers: new Headers(request.headers as [string, string][]), // pairs, built in http.ts
          now: attempted.now,
        });
        return { response: shown(await applyOutcome(db, attempted, refused)) };
      }
      const need = parseNeed(error);
      if (!need) throw error;
      // Of several requests with the same state, such as a repeated callback, only the one that
      // claims it may ask the provider.
      if (need.kind === "provider" && need.claims !== null)
        await claimVerification(db, need.claims, claim);
      if (need.kind === "sso" && need.claims !== null) await claimStart(db, need.claims, claim);
      return { need };
    }
  },
});

async function claimVerification(db: TenantWriter, id: string, claim: string): Promise<void> {
  const verification = await db.get("verifications", id);
  if (verification) await db.patch("verifications", verification, { claimedBy: claim });
}
