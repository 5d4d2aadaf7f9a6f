/** Who an end user's request is recorded for. */
import type { Doc } from "../../_generated/dataModel";
import type { Actor, Change } from "../../tenancy/records";

const anonymous: Actor = { type: "user", id: "anonymous", name: null };

/**
 * On these paths everybody changes only what is their own, so a change is its user's own doing,
 * unless somebody else holds the session.
 */
export class Actors {
  /** The session that the request has shown, as it was before; null when it has shown none. */
  shown: Doc<"sessions"> | null = null;
  private impersonation: Doc<"sessions"> | null = null;

  noteSession(session: Doc<"sessions">): void {
    this.shown ??= session;
    if (session.impersonatedBy !== null) this.impersonation = session;
  }

  get isImpersonation(): boolean {
    return this.impersonation !== null;
  }

  /**
   * The impersonation of that user, if this request is part of one: what is made of it must not
   * outlive it.
   */
  impersonationOf(userId: string): Doc<"sessions"> | null {
    return this.impersonation?.userId === userId ? this.impersonation : null;
  }

  of({ targets }: Pick<Change, "targets">): Actor {
    const impersonator = this.impersonation?.impersonatedBy;
    if (impersonator)
      return {
        type: impersonator.startsWith("ak_") ? "api_key" : "user",
        id: impersonator,
        name: null,
      };
    const user = targets.find(({ type }) => type === "user");
    return user ? { ...anonymous, id: user.id } : anonymous;
  }
}
