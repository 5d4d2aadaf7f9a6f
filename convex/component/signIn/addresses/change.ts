/**
 * A change of address: requested in a fresh session, confirmed from the new mailbox, and undoable
 * from the old one for seven days.
 */
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import { queueMail } from "../../emails/queue";
import { newId } from "../../core/ids";
import { randomToken, sha256 } from "../../core/secrets";
import { loadAddressChanges } from "../../users/addressChanges";
import { raiseStateVersion } from "../../users/stateVersion";
import { findTakenFields } from "../../users/unique";
import type { RowWriter } from "../database/rows";
import type { Visit } from "../visit";
import { issueLink, type OpenedLink } from "./links";
import { findCredentialAccount } from "../../users/accounts";
import { removeCredentials } from "../../users/addressProof";

const UNDO_MS = 7 * 24 * 3_600_000;

export interface RequestedChange {
  readonly userId: string;
  readonly newEmail: string;
  readonly callbackURL: string;
}

/** Mails the new address. Silently does nothing when it is taken. */
export async function requestChange(
  visit: Visit,
  rows: RowWriter,
  { userId, newEmail, callbackURL }: RequestedChange,
): Promise<void> {
  const { db, now, scheduler } = visit;
  const user = await db.get("users", userId);
  if (!user) return;
  if (user.email === newEmail)
    throw new APIError("BAD_REQUEST", { code: "EMAIL_IS_THE_SAME", message: "Email is the same" });
  if ((await findTakenFields(db, userId, { email: newEmail }, now)).length > 0) return;
  const url = await issueLink(visit, rows, {
    kind: "change-email",
    value: { userId, to: newEmail },
    callbackURL,
  });
  await queueMail(
    { db, now, scheduler },
    { to: newEmail, template: "verification", data: { name: user.name, url } },
  );
}

/** Throws a Better Auth error when the address has been taken meanwhile. */
export async function completeChange(
  visit: Visit,
  rows: RowWriter,
  { row, value }: OpenedLink,
): Promise<void> {
  const { db, now } = visit;
  const before = await db.get("users", value.userId);
  const to = value.to;
  if (!before || to === undefined) throw invalidToken();
  if ((await findTakenFields(db, before.id, { email: to }, now)).length > 0)
    throw new APIError("CONFLICT", {
      code: "EMAIL_TAKEN",
      message: "This email address is already in use",
    });
  await rows.delete("verification", row);
  await rows.update("user", before, { email: to, emailVerified: true });
  if (before.emailVerified) await offerUndo(visit, before, to);
}

async function offerUndo(visit: Visit, before: Doc<"users">, to: string): Promise<void> {
  const { db, now, scheduler, url, basePath } = visit;
  const token = randomToken();
  const id = newId("addressChange", now);
  const expiresAt = now + UNDO_MS;
  await db.insert("addressChanges", {
    id,
    userId: before.id,
    from: before.email,
    to,
    tokenHash: await sha256(token),
    expiresAt,
    createdAt: now,
  });
  const undo = `${url.origin}${basePath}/undo-email-change?token=${token}`;
  await queueMail(
    { db, now, scheduler },
    { to: before.email, template: "email-changed", data: { name: before.name, url: undo } },
  );
}

/**
 * Restores the old address, ends all sessions, and removes the password and every credential added
 * since. The owner of the old mailbox then sets a new password with a reset.
 */
export async function undoChange(visit: Visit, rows: RowWriter, token: string): Promise<void> {
  const { db, now } = visit;
  const tokenHash = await sha256(token);
  const change = await db
    .range("addressChanges", "byTokenHash", (q) => q.eq("tokenHash", tokenHash))
    .first();
  const user = change && (await db.get("users", change.userId));
  if (!change || change.expiresAt <= now || !user) throw invalidToken();
  await removeCredentials(visit, user, change.createdAt);
  const credential = await findCredentialAccount(visit.db, user.id);
  if (credential) await db.delete("accounts", credential);
  await raiseStateVersion(db, user.id, { password: true });
  for (const each of await loadAddressChanges(db, user.id))
    if (each.id >= change.id) await db.delete("addressChanges", each);
  const current = await db.get("users", user.id);
  if (current) await rows.update("user", current, { email: change.from, emailVerified: true });
}

export const invalidToken = () =>
  new APIError("UNAUTHORIZED", { code: "INVALID_TOKEN", message: "Invalid token" });
