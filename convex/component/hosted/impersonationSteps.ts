/** The transactions of an impersonation, between its link and the code that the app exchanges. */
import { v } from "convex/values";
import { tenantCall, tenantRead } from "../tenancy/functions";
import { createImpersonationCode } from "./codes";
import { enter, findEntered, leave, openLink } from "./impersonations";
import { isRedirectAllowed } from "./redirectUris";

/** Null for a link that is not valid. */
export const describe = tenantRead(
  { tokenHash: v.string() },
  v.union(v.object({ app: v.string(), name: v.string(), email: v.string() }), v.null()),
  async (ctx, { tokenHash }) => {
    const started = await openLink(ctx, tokenHash);
    if (!started) return null;
    const { user, client } = started;
    return { app: client.name, name: user.name || user.email, email: user.email };
  },
);

/** Uses the link up in a browser. Null for a link that is not valid. */
export const use = tenantCall(
  { tokenHash: v.string(), browserHash: v.string() },
  v.union(v.object({ app: v.string(), initiateLoginUri: v.string() }), v.null()),
  async (ctx, { tokenHash, browserHash }) => {
    const { db, now } = ctx;
    const started = await openLink(ctx, tokenHash);
    if (!started?.client.initiateLoginUri) return null;
    await enter(db, started, { browserHash, now });
    const { name, initiateLoginUri } = started.client;
    return { app: name, initiateLoginUri };
  },
);

/** A code for the app; null if the impersonation may not begin any more. */
export const issue = tenantCall(
  {
    browserHash: v.string(),
    wanted: v.object({
      clientId: v.string(),
      redirectUri: v.string(),
      codeChallenge: v.string(),
      nonce: v.union(v.string(), v.null()),
    }),
  },
  v.union(v.string(), v.null()),
  async (ctx, { browserHash, wanted }) => {
    const { db, now } = ctx;
    const { clientId, redirectUri } = wanted;
    const row = await findEntered(db, { browserHash, clientId }, now);
    const started = row && (await leave(ctx, row));
    if (!started || !isRedirectAllowed(started.client, redirectUri)) return null;
    return await createImpersonationCode(db, started, { ...wanted, organizationId: null }, now);
  },
);
