import type { Doc } from "../_generated/dataModel";

/** Why a key is inactive; null for an active key. */
export function getKeyRefusal(key: Doc<"apiKeys">, now: number): "revoked" | "expired" | null {
  if (!key.enabled) return "revoked";
  if (key.expiresAt !== null && key.expiresAt <= now) return "expired";
  return null;
}
