/** Signed tokens about a profile. They name no session, and Convex does not accept their issuer. */
import type { Doc } from "../../_generated/dataModel";
import { projectIssuer } from "../../signIn/tokens/issuers";
import { activeKey } from "../../signIn/tokens/keyStates";
import { loadProjectKeys } from "../../signIn/tokens/keyStore";
import { sign } from "../../signIn/tokens/signingKeys";
import type { TenantReader } from "../../tenancy/database";

const LIFETIME_SECONDS = 15 * 60;

/** Whether the project has a key to sign with; one is created at the sign-in, in an action. */
export const canSignProfiles = async (db: TenantReader, now: number): Promise<boolean> =>
  Boolean(activeKey(await loadProjectKeys(db), now));

export async function signProfileToken(
  db: TenantReader,
  { id, connectionId, email, organizationId, userId }: Doc<"ssoProfiles">,
  now: number,
): Promise<string> {
  const key = activeKey(await loadProjectKeys(db), now);
  if (!key) throw new Error("The sign-in that issued the code has created a signing key.");
  const claims = {
    iss: projectIssuer(db.projectId),
    aud: `sso:${connectionId}`,
    sub: id,
    jti: crypto.randomUUID(),
    connection_id: connectionId,
    organization_id: organizationId,
    user_id: userId,
    ...(email === null ? {} : { email }),
  };
  const options = {
    scope: db.projectId,
    typ: "sso-profile+jwt",
    lifetimeSeconds: LIFETIME_SECONDS,
  } as const;
  return await sign(key, claims, options, now);
}
