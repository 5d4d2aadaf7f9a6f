import type { Identity, RequestMetadata, TransactionUsage } from "../../types";
import { LIMITS } from "../../storage/usage";
import type { FunctionTarget } from "../functionAddress";
import type { Services } from "../services";

/** `ctx.auth.getUserIdentity()`. Components have no auth. */
export function userIdentity(target: FunctionTarget, identity: Identity): string {
  return JSON.stringify(
    target.component.path === "" && identity.kind === "user" ? identity.claims : null,
  );
}

export function functionMetadata(target: FunctionTarget): string {
  return JSON.stringify({ name: target.path, componentPath: target.component.path });
}

export function requestMetadata(
  target: FunctionTarget,
  request: RequestMetadata,
  identity: Identity,
): string {
  const { ip, userAgent, requestId, scheduledFunctionId } = request;
  const authToken =
    target.component.path === "" && identity.kind === "user" && identity.token !== ""
      ? identity.token
      : null;
  return JSON.stringify({
    ip,
    userAgent,
    requestId,
    scheduledFunctionId: scheduledFunctionId ?? null,
    authToken,
  });
}

export function deploymentMetadata({ cloudUrl, capacity }: Services): string {
  return JSON.stringify({
    name: `local-${new URL(cloudUrl).port}`,
    region: null,
    class: capacity.profile === "unlimited" ? "s256" : capacity.profile,
  });
}

/** Returns the usage in relation to Convex's limits; there are no files here. */
export function transactionMetrics(usage: TransactionUsage, scheduledArgsBytes: number): string {
  const metric = (used: number, limit: number) => ({ used, remaining: Math.max(0, limit - used) });
  const none = { used: 0, remaining: 0 };
  return JSON.stringify({
    bytesRead: metric(usage.bytesRead, LIMITS.bytesRead),
    bytesWritten: metric(usage.bytesWritten, LIMITS.bytesWritten),
    databaseQueries: metric(usage.rangesRead, LIMITS.rangesRead),
    documentsRead: metric(usage.documentsRead, LIMITS.documentsRead),
    documentsWritten: metric(usage.documentsWritten, LIMITS.documentsWritten),
    functionsScheduled: metric(usage.functionsScheduled, 1_000),
    scheduledFunctionArgsBytes: metric(scheduledArgsBytes, 16 * 1024 * 1024),
    filesWritten: none,
    fileWriteBytes: none,
    filesRead: none,
    fileReadBytes: none,
  });
}
