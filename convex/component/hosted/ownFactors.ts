/** What the signed-in user proves who they are with, as far as pages depend on it. */
import { v } from "convex/values";
import { loadSettings } from "../configuration/settings";
import { mustSetUpFactor } from "../signIn/database/sessionProofs";
import type { TenantReader } from "../tenancy/database";
import { tenantRead } from "../tenancy/functions";
import { findCredentialAccount } from "../users/accounts";
import { findHostedSession, type HostedSession } from "./hostedSession";

/**
 * Whether the session can do nothing but set up a second factor: the rule of the end-user endpoints
 * (signIn/sessionRules.ts).
 */
export async function lacksRequiredFactor(
  db: TenantReader,
  { row, user }: HostedSession,
): Promise<boolean> {
  const { features } = await loadSettings(db);
  return mustSetUpFactor(features, user, row);
}

/** Null without an active session. */
export const load = tenantRead(
  { tokenHash: v.string() },
  v.union(
    v.object({
      hasPassword: v.boolean(),
      hasSecondFactor: v.boolean(),
      mustEnrol: v.boolean(),
      /** The project offers a second factor. */
      canEnrol: v.boolean(),
    }),
    v.null(),
  ),
  async ({ db, now }, { tokenHash }) => {
    const session = await findHostedSession(db, tokenHash, now);
    if (!session) return null;
    const { authMethods, features } = await loadSettings(db);
    const account = await findCredentialAccount(db, session.user.id);
    return {
      hasPassword: account?.passwordHash != null,
      hasSecondFactor: session.user.twoFactorEnabled === true,
      mustEnrol: await lacksRequiredFactor(db, session),
      canEnrol: authMethods.twoFactor || features.mfa,
    };
  },
);
