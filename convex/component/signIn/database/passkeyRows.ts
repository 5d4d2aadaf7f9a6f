/** Rules for passkeys, and what registering or removing one records. */
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import type { TenantReader } from "../../tenancy/database";
import type { Visit } from "../visit";

/**
 * A credential id must identify a single passkey; otherwise the order of registrations would decide
 * whose it is.
 */
export async function assertUnknownPasskey(db: TenantReader, credentialID: string): Promise<void> {
  const known = await db
    .range("passkeys", "byCredentialID", (q) => q.eq("credentialID", credentialID))
    .first();
  if (known)
    throw new APIError("BAD_REQUEST", {
      code: "PREVIOUSLY_REGISTERED",
      message: "This passkey is already registered",
    });
}

export async function recordPasskey(
  { record }: Pick<Visit, "record">,
  type: "passkey.added" | "passkey.removed",
  passkey: Pick<Doc<"passkeys">, "id" | "userId" | "name" | "deviceType" | "backedUp">,
): Promise<void> {
  const { id, userId, name, deviceType, backedUp } = passkey;
  await record({
    type,
    targets: [
      { type: "passkey", id },
      { type: "user", id: userId },
    ],
    data: { id, userId, name: name ?? null, deviceType, backedUp },
  });
}
