/** The operations of the address endpoints, and the state they share within one request. */
import type { Doc } from "../../_generated/dataModel";
import { discardMail, queueMail } from "../../emails/queue";
import { newId } from "../../core/ids";
import { toModelFields } from "../database/models";
import type { RowWriter } from "../database/rows";
import { stateVersion } from "../../users/stateVersion";
import type { Visit } from "../visit";
import {
  completeChange,
  invalidToken,
  requestChange,
  undoChange,
  type RequestedChange,
} from "./change";
import { DISCARDED_LIFETIME_MS, issueLink, openLink } from "./links";
import { keepSignUp } from "./signUps";

export class AddressFlows {
  constructor(
    private readonly visit: Visit,
    private readonly rows: RowWriter,
  ) {}

  /** Notes the sign-up named in the browser's cookie, after its signature was verified. */
  noteCookie(signUpId: string): void {
    this.rows.signUpCookie = signUpId;
  }

  /**
   * Returns the sign-up id for the cookie after a sign-up that waits for its proof. For an address
   * that already has an account the id is random, so that the cookie does not reveal the account.
   * Null when sign-ups need no proof.
   */
  signUpToKeep(): string | null {
    if (this.rows.keptSignUp !== null) return this.rows.keptSignUp;
    return this.visit.settings.emailPassword.requireEmailVerification
      ? newId("signUp", this.visit.now)
      : null;
  }

  /**
   * Handles another sign-up for an existing address: it waits next to the others until the address
   * is proven.
   */
  async signUpAgain(userId: string, passwordHash: string, callbackURL: string): Promise<void> {
    const user = await this.visit.db.get("users", userId);
    if (!user || user.emailVerified || user.isAnonymous) return;
    const name = String(this.visit.body.name);
    this.rows.keptSignUp = await keepSignUp(this.visit, { userId: user.id, name, passwordHash });
    await this.mailVerification(user, callbackURL);
  }

  /** Sends nothing to an address that has no user or is already verified, and takes as long. */
  async sendVerification(email: string, callbackURL: string): Promise<void> {
    const user = await this.visit.db.range("users", "byEmail", (q) => q.eq("email", email)).first();
    if (user && !user.emailVerified) await this.mailVerification(user, callbackURL);
    else await this.discardVerification(callbackURL);
  }

  /** Does the work of `mailVerification`; the link names no user, so it opens nothing. */
  private async discardVerification(callbackURL: string): Promise<void> {
    const url = await issueLink(this.visit, this.rows, {
      kind: "verification",
      value: { userId: newId("user") },
      callbackURL,
      lifetimeMs: DISCARDED_LIFETIME_MS,
    });
    await discardMail(this.visit, { template: "verification", data: { name: "", url } });
  }

  async mailVerification(
    user: Pick<Doc<"users">, "id" | "email" | "name">,
    callbackURL: string,
  ): Promise<void> {
    const { visit, rows } = this;
    const url = await issueLink(visit, rows, {
      kind: "verification",
      value: { userId: user.id },
      callbackURL,
    });
    await queueMail(visit, {
      to: user.email,
      template: "verification",
      data: { name: user.name, url },
    });
  }

  /** Opens a mailed link. Creates no session. A verification link may be opened again. */
  async open(token: string): Promise<Record<string, unknown>> {
    const { visit, rows } = this;
    const link = await openLink(visit, token);
    if (!link) throw invalidToken();
    const { userId } = link.value;
    if (link.kind === "change-email") await completeChange(visit, rows, link);
    else await this.verify(userId, link.row);
    return toModelFields("user", (await visit.db.get("users", userId)) ?? {});
  }

  private async verify(userId: string, row: Doc<"verifications">): Promise<void> {
    const { visit, rows } = this;
    const user = await visit.db.get("users", userId);
    if (!user) throw invalidToken();
    if (user.emailVerified) return;
    rows.confirmed = row.signUpId ?? null;
    await rows.update("user", user, { emailVerified: true });
    // The proof has raised the state version; the link must still work when opened a second time.
    const after = await visit.db.get("users", userId);
    if (after) await visit.db.patch("verifications", row, { stateVersion: stateVersion(after) });
  }

  /** Setting a password through a mailed link proves the mailbox. */
  async confirmByReset(userId: string): Promise<void> {
    const user = await this.visit.db.get("users", userId);
    if (user && !user.emailVerified) await this.rows.update("user", user, { emailVerified: true });
  }

  async requestChange(change: RequestedChange): Promise<void> {
    await requestChange(this.visit, this.rows, change);
  }

  async undo(token: string): Promise<void> {
    await undoChange(this.visit, this.rows, token);
  }
}
