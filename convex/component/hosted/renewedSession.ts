/**
 * Some changes of an account give the browser another session. The sessions of apps go over to it,
 * so that signing out still ends them.
 */
import { v } from "convex/values";
import { internal } from "../_generated/api";
import { loadChildren } from "../sessions/model";
import { sessionCookies } from "../sessions/cookie";
import { tenantCall } from "../tenancy/functions";
import { findHostedSession } from "./hostedSession";
import type { SignedInVisit } from "./visit";

/** `parentId`: the session before. Returns the id of the present one; null without one. */
export const adopt = tenantCall(
  { tokenHash: v.string(), parentId: v.string() },
  v.union(v.string(), v.null()),
  async ({ db, now }, { tokenHash, parentId }) => {
    const session = await findHostedSession(db, tokenHash, now);
    if (!session || session.row.id === parentId) return session?.row.id ?? null;
    for (const child of await loadChildren(db, parentId))
      if (child.userId === session.user.id)
        await db.patch("sessions", child, { parentId: session.row.id });
    return session.row.id;
  },
);

/** The visit with the session that an answer of the API has set a cookie for, if it has. */
export async function keepApps<V extends SignedInVisit>(
  visit: V,
  cookies: readonly string[],
): Promise<V> {
  const { ctx, opened, place } = visit;
  const { projectId, url } = place;
  const sent = cookies.map((cookie) => cookie.split(";")[0] ?? "").join("; ");
  const [set] = await sessionCookies(sent, projectId, url.protocol === "https:");
  if (!set || set.tokenHash === visit.tokenHash) return visit;
  const { tokenHash } = set;
  const parentId = opened.session.id;
  const adopted = await ctx.runMutation(internal.hosted.renewedSession.adopt, {
    ...{ projectId, tokenHash, parentId },
  });
  const session = { ...opened.session, id: adopted ?? parentId };
  return { ...visit, tokenHash, opened: { ...opened, session } };
}
