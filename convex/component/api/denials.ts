/** Records what a caller was refused. */
import { api } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import type { Problem } from "../core/errors";
import type { RequestArgs } from "../tenancy/request";

/**
 * Records a denial in a transaction of its own, because the denied one is rolled back. Its outcome
 * does not affect the response. `operation` is `<group>.<name>`.
 */
export async function recordDenial(
  ctx: ActionCtx,
  operation: string,
  { credential, input, request }: RequestArgs,
  { message, code, errors }: Problem,
): Promise<void> {
  const { id, ip, hasTrustedIp, userAgent } = request;
  try {
    await ctx.runMutation(api.auditLogs.denials.record, {
      credential,
      request: { id, ip, hasTrustedIp, userAgent },
      operation,
      input,
      reason: message,
      code,
      fieldCode: errors?.[0]?.code ?? null,
    });
  } catch (error) {
    console.error(`[${id}] Failed to record a denied request:`, error);
  }
}
