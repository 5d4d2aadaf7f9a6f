/** Rules for the user rows that Better Auth changes, and what a change records. */
import { APIError } from "better-auth/api";
import type { Doc } from "../../_generated/dataModel";
import { emailAddress } from "../../core/emailAddress";
import { settleProof, type Confirmed } from "../../users/addressProof";
import { formatSearchName, present } from "../../users/model";
import { raiseStateVersion, stateVersion } from "../../users/stateVersion";
import { findTakenFields } from "../../users/unique";
import type { Endpoint } from "../endpoint";
import type { Visit } from "../visit";

type Fields = Record<string, unknown>;
type UserContext = Pick<
  Visit,
  "actors" | "db" | "endpoint" | "now" | "proofs" | "record" | "scheduler"
>;

/** Completes the columns to write with those that depend on them. Throws 400 for a taken name. */
export async function completeUserChange(
  ctx: UserContext,
  row: Doc<"users">,
  columns: Fields,
): Promise<Fields> {
  const fields = { ...columns };
  if (fields.email !== undefined) fields.email = requireAddress(fields.email);
  await assertFree(ctx, row.id, fields);
  if (typeof fields.email === "string" && fields.email !== row.email)
    fields.stateVersion = stateVersion(row) + 1;
  if (typeof fields.name === "string") fields.searchName = formatSearchName(fields.name, row.id);
  return fields;
}

async function assertFree(ctx: UserContext, userId: string, fields: Fields): Promise<void> {
  const { email, username } = fields as { email?: string; username?: string | null }; // columns of users
  if (username !== undefined && ctx.actors.isImpersonation)
    throw forbidden(
      "NOT_ALLOWED_IN_IMPERSONATION",
      "A username cannot be set while impersonating a user",
    );
  const [taken] = await findTakenFields(ctx.db, userId, { email, username }, ctx.now);
  if (taken === undefined) return;
  const code = taken === "email" ? "USER_ALREADY_EXISTS" : "USERNAME_IS_ALREADY_TAKEN";
  throw new APIError("BAD_REQUEST", { code, message: `A user with this ${taken} already exists` });
}

/** Records the change, after the consequences of a first proof of the mailbox. */
export async function recordUserChange(
  ctx: UserContext,
  before: Doc<"users">,
  after: Doc<"users">,
  confirmed: Confirmed,
): Promise<void> {
  const data = present(after);
  const targets = [{ type: "user", id: data.id, name: data.email }];
  const isVerifiedNow = !before.emailVerified && after.emailVerified;
  const hasSwitchedFactor = before.twoFactorEnabled !== after.twoFactorEnabled;
  if (isVerifiedNow && provesMailbox(ctx.endpoint))
    await settleProof(
      ctx,
      after,
      ctx.endpoint.traits.includes("resetsPassword") ? "reset" : confirmed,
    );
  if (hasSwitchedFactor) await raiseStateVersion(ctx.db, after.id);
  if (isVerifiedNow) await ctx.record({ type: "email.verified", targets, data });
  if (hasSwitchedFactor) {
    ctx.proofs.factorRemoved ||= before.twoFactorEnabled;
    await ctx.record({
      type: after.twoFactorEnabled ? "two_factor.enabled" : "two_factor.disabled",
      targets,
      data: { userId: data.id },
    });
  }
  await ctx.record({ type: "user.updated", targets, data, before: present(before) });
}

const provesMailbox = ({ signsIn, traits }: Endpoint): boolean =>
  signsIn === "mailbox" || traits.includes("resetsPassword") || traits.includes("confirmsAddress");

/**
 * Better Auth has already validated the address (settings/requestRules.ts); this is the last check
 * before it is stored.
 */
export function requireAddress(email: unknown): string {
  const address = emailAddress(String(email));
  if (address === null)
    throw new APIError("BAD_REQUEST", { code: "INVALID_EMAIL", message: "Invalid email" });
  return address;
}

export const forbidden = (code: string, message: string) =>
  new APIError("FORBIDDEN", { code, message });
