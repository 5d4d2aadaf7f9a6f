/** Codes that a server of the app exchanges for a profile. */
import type { Doc } from "../../_generated/dataModel";
import { randomToken, sha256 } from "../../core/secrets";
import type { TenantWriter } from "../../tenancy/database";
import type { Start } from "./starts";

const CODE_LIFETIME_MS = 60_000;

/** Creates a code and returns the redirect that hands it over, with the caller's `state`. */
export async function createCode(
  db: TenantWriter,
  { clientId, connectionId, redirectUri, state }: Start,
  { id: profileId }: Pick<Doc<"ssoProfiles">, "id">,
  now: number,
): Promise<string> {
  const code = `ssoc_${randomToken()}`;
  await db.insert("ssoCodes", {
    ...{ connectionId, clientId, profileId, redirectUri },
    codeHash: await sha256(code),
    expiresAt: now + CODE_LIFETIME_MS,
  });
  const url = new URL(redirectUri);
  url.searchParams.set("code", code);
  if (state !== undefined) url.searchParams.set("state", state);
  return url.href;
}
