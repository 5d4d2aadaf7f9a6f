/** Exchanges the token of a link for the cookie of a session. */
import { internal } from "../_generated/api";
import type { ActionCtx } from "../_generated/server";
import { readSender } from "../api/clientAddress";
import type { Place } from "../api/request";
import { writeToken } from "./cookie";

interface Entering {
  readonly ctx: ActionCtx;
  readonly request: Request;
  readonly requestId: string;
  readonly place: Place & { readonly projectId: string };
}

/** `link` is the link or its fragment. Null for a link that is not open. */
export async function enterPortal(
  { ctx, request, requestId, place }: Entering,
  link: string,
): Promise<string | null> {
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  const spent = await ctx.runMutation(internal.portal.sessions.spend, {
    projectId: place.projectId,
    linkToken: link.slice(link.indexOf("#") + 1).trim(),
    request: { id: requestId, ip, hasTrustedIp, userAgent },
  });
  return spent && writeToken(spent.token, { ...place, isSecure: place.url.protocol === "https:" });
}
