/** Determines the actor of audit entries for an end user's request. */
import type { Doc } from "../../_generated/dataModel";
import type { Actor, Change } from "../../tenancy/records";

const anonymous: Actor = { type: "user", id: "anonymous", name: null };

/**
 * End users change only their own data, so the actor is the changed user, unless the session is an
 * impersonation.
 */
export class Actors {
  /** The request's session, as it was before the request; null without one. */
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
   * Returns this request's impersonation of the user, or null. Sessions created by it must not
   * outlive it.
   */
  findImpersonation(userId: string): Doc<"sessions"> | null {
    return this.impersonation?.userId === userId ? this.impersonation : null;
  }

  getActor({ targets }: Pick<Change, "targets">): Actor {
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
