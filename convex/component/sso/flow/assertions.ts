/** Each assertion is accepted once. */
import { sha256 } from "../../core/secrets";
import type { TenantWriter } from "../../tenancy/database";
import type { IdpProfile } from "./profile";

/** Remembers the response's assertion; false when it was accepted before. */
export async function useAssertion(
  db: TenantWriter,
  connectionId: string,
  { assertion }: Pick<IdpProfile, "assertion">,
): Promise<boolean> {
  if (assertion === null) throw new Error("A SAML response has an assertion.");
  const assertionHash = await sha256(assertion.id);
  const used = await db
    .range("ssoAssertions", "byAssertion", (q) =>
      q.eq("connectionId", connectionId).eq("assertionHash", assertionHash),
    )
    .first();
  if (used) return false;
  await db.insert("ssoAssertions", { connectionId, assertionHash, expiresAt: assertion.endsAt });
  return true;
}
