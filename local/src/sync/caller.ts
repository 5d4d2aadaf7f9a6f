import type { FunctionCall, Identity } from "../types";
import { AuthenticationError } from "./authenticationError";
import { impersonatedClaims } from "./claims";
import { tokenExpiry, verifyToken } from "./identity";
import type { Message } from "./protocol";
import type { SyncContext } from "./syncContext";

/** The identity of a session, and which functions it may call. */
export type Caller = Pick<FunctionCall, "identity" | "access">;

export const anonymousCaller: Caller = { identity: { kind: "none" }, access: "public" };

/** Throws an AuthenticationError for an invalid token or key. */
export async function authenticate(
  message: Message<"Authenticate">,
  { app, isAdminKey }: SyncContext,
): Promise<Caller> {
  if (message.tokenType === "None") return anonymousCaller;
  if (message.tokenType === "User")
    return { identity: await verifyToken(app.current(), message.value), access: "public" };
  if (!isAdminKey(message.value))
    throw new AuthenticationError(
      "BadDeployKey",
      "The provided admin key was invalid for this instance.",
    );
  const { impersonating } = message;
  const identity: Identity = impersonating
    ? { kind: "user", claims: impersonatedClaims(impersonating), token: "" }
    : { kind: "admin" };
  return { identity, access: "any" };
}

/**
 * Throws an AuthenticationError when the token has expired, so that the client fetches a new one.
 */
export function requireFresh({ identity }: Caller): void {
  const expiry = tokenExpiry(identity);
  if (expiry !== null && expiry <= Date.now())
    throw new AuthenticationError("TokenExpired", "Convex token identity expired");
}
