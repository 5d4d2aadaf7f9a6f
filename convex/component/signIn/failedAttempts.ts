/**
 * Audit entries of failed sign-in attempts. They are kept although the attempt is rolled back; the
 * attempt limits bound their number.
 */
import { projectMac } from "../core/secrets";
import { markStatistic } from "../statistics/marks";
import type { TenantWriter } from "../tenancy/database";
import type { Recorder } from "../tenancy/records";

interface Failed {
  readonly path: string;
  /** The account name as counted by the limits. */
  readonly account: string | null;
  /** Better Auth's error code. */
  readonly code: string;
  readonly now: number;
}

/**
 * Identifies the account by its id, or, if there is none, by a keyed hash of what was typed, which
 * may be a password in the wrong field.
 */
export async function recordFailedAttempt(
  db: TenantWriter,
  recorder: Recorder,
  { path, account: name, code, now }: Failed,
): Promise<void> {
  const user =
    name === null
      ? null
      : ((await db.range("users", "byEmail", (q) => q.eq("email", name)).first()) ??
        (await db.range("users", "byUsername", (q) => q.eq("username", name)).first()));
  const targets = [
    ...(user ? [{ type: "user", id: user.id }] : []),
    ...(name !== null && !user
      ? [{ type: "account", id: await projectMac(db.projectId, "failed-sign-in", name) }]
      : []),
    { type: "method", id: path, name: code },
  ];
  await recorder.audit({ type: "user.sign_in_failed", targets, outcome: "failed" });
  await markStatistic(db, "signInFailures", { at: now });
}

/**
 * Returns the error code of a failed attempt, or null when it succeeded. Some of Better Auth's
 * failures are redirects with an error parameter.
 */
export function findFailureCode({
  status,
  headers,
  body,
}: {
  status: number;
  headers: string[][];
  body: string;
}): string | null {
  if (status >= 400) return /"code":"([A-Z0-9_]{1,60})"/.exec(body)?.[1] ?? String(status);
  const location = status >= 300 ? headers.find(([name]) => name === "location")?.[1] : undefined;
  return /[?&]error=([A-Za-z0-9_]{1,60})/.exec(location ?? "")?.[1] ?? null;
}
