/** The common start of an attempt's transactions. */
import type { ObjectType } from "convex/values";
import type { MutationCtx } from "../_generated/server";
import { withCurrentSignatures } from "./cookies/currentSignatures";
import { requireEndpoint } from "./findEndpoint";
import { routeLink } from "./linkPages/link";
import { openRequest, type sentValidator } from "./openRequest";
import { normalizedRequest } from "./requestFields";

/**
 * Resolves the project, endpoint and normalized request, or answers at once with the page of a
 * mailed link, which is not an attempt. Throws 404 for an unknown project or endpoint, and 401 or
 * 403 for an invalid forwarded request (origins/forwarded.ts).
 */
export async function openAttempt(ctx: MutationCtx, sent: ObjectType<typeof sentValidator>) {
  const { db, project, basePath, request: asSent } = await openRequest(ctx, sent);
  const request = normalizedRequest(await withCurrentSignatures(db, asSent), basePath);
  const endpoint = requireEndpoint(request, basePath);
  const link = await routeLink(db, project, endpoint, request);
  return "answer" in link ? link : { project, basePath, endpoint, ...link };
}
