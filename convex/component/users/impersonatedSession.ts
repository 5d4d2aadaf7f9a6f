import type { Doc } from "../_generated/dataModel";
import { createSession, present } from "../sessions/model";
import type { WriteContext } from "../tenancy/functions";

const LIFETIME_MS = 3_600_000;

export interface Impersonation {
  /** The id of the operator or API key. */
  readonly impersonatedBy: string;
  readonly reason: string | null;
}

/** Creates the session of an impersonation and records it. */
export async function createImpersonation(
  ctx: Pick<WriteContext, "db" | "now" | "record" | "scheduler">,
  user: Doc<"users">,
  { impersonatedBy, reason }: Impersonation,
) {
  const expiresAt = ctx.now + LIFETIME_MS;
  const made = await createSession(ctx, { userId: user.id, expiresAt, impersonatedBy });
  await ctx.record({
    type: "session.impersonated",
    targets: [
      { type: "user", id: user.id, name: user.email },
      { type: "session", id: made.row.id },
    ],
    data: { session: present(made.row), reason },
  });
  return made;
}
