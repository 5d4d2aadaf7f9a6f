import { z } from "zod";
import type { JSONValue } from "convex/values";
import { AuthenticationError } from "../sync/authenticationError";
import { impersonatedClaims } from "../sync/claims";
import type { DeployedApp, FunctionCall, Identity } from "../types";
import { RequestError } from "./requestError";

export interface Authorization {
  readonly isAdminKey: (candidate: string) => boolean;
  readonly verifyToken: (app: DeployedApp, token: string) => Promise<Identity>;
}

/** The caller, and which functions it may call. */
export type Caller = Pick<FunctionCall, "identity" | "access">;

/**
 * Resolves an Authorization header: `Convex <admin key>`, `Convex <admin key>:<identity as base64
 * JSON>` to act as a user, `Bearer <JWT>`, or none. Throws a RequestError (401 or 403) for an
 * invalid key or token.
 */
export async function resolveCaller(
  header: string | undefined,
  app: DeployedApp,
  { isAdminKey, verifyToken }: Authorization,
): Promise<Caller> {
  if (header === undefined) return { identity: { kind: "none" }, access: "public" };
  const { scheme, credential } = split(header);
  if (scheme === "convex") {
    const [key = "", actingAs] = credential.split(":");
    if (!isAdminKey(key)) throw badAdminKey();
    return {
      identity: actingAs === undefined ? { kind: "admin" } : impersonated(actingAs),
      access: "any",
    };
  }
  if (scheme !== "bearer")
    throw new RequestError(
      401,
      "InvalidAuthHeader",
      'The Authorization header must start with "Bearer" or "Convex".',
    );
  try {
    return { identity: await verifyToken(app, credential), access: "public" };
  } catch (error) {
    if (error instanceof AuthenticationError)
      throw new RequestError(401, error.code, error.message);
    throw error;
  }
}

/** Throws a RequestError unless the request carries the admin key. */
export function requireAdmin(
  header: string | undefined,
  isAdminKey: (candidate: string) => boolean,
): void {
  const { scheme, credential } = split(header ?? "");
  if (scheme !== "convex" || !isAdminKey(credential)) throw badAdminKey();
}

function split(header: string): { scheme: string; credential: string } {
  const space = header.indexOf(" ");
  return {
    scheme: header.slice(0, Math.max(space, 0)).toLowerCase(),
    credential: header.slice(space + 1).trim(),
  };
}

function badAdminKey(): RequestError {
  return new RequestError(
    403,
    "BadDeployKey",
    "The provided admin key was invalid for this instance.",
  );
}

const claims = z.looseObject({ subject: z.string(), issuer: z.string() });

function impersonated(encoded: string): Identity {
  try {
    const identity = claims.parse(JSON.parse(Buffer.from(encoded, "base64").toString("utf8")));
    // The values come from JSON.parse.
    return {
      kind: "user",
      claims: impersonatedClaims(identity as Record<string, JSONValue>),
      token: "",
    };
  } catch {
    throw new RequestError(
      400,
      "InvalidIdentity",
      "The identity to act as must be an object with subject and issuer.",
    );
  }
}
