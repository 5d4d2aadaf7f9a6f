/** The mails and events of sign-in, written in the transaction they belong to. */
import type { BuiltInSlug } from "../../emails/builtIns";
import { discardMail, queueMail, type Mail } from "../../emails/queue";
import type { JobContext } from "../../tenancy/functions";
import type { Change } from "../../tenancy/records";

interface Person {
  readonly id: string;
  readonly email: string;
  readonly name?: string;
}

export class MailSender {
  /** Whether the request has queued a mail. */
  hasQueued = false;

  constructor(
    private readonly ctx: JobContext,
    private readonly record: (change: Change) => Promise<void>,
  ) {}

  async resetPassword(user: Person, url: string): Promise<void> {
    await this.queue({
      to: user.email,
      template: "password-reset",
      data: { name: user.name ?? "", url },
    });
  }

  /** Does the work of `resetPassword` for an address without an account. */
  async discardReset(url: string): Promise<void> {
    await discardMail(this.ctx, { template: "password-reset", data: { name: "", url } });
  }

  async passwordWasReset(user: Person): Promise<void> {
    await this.record({
      type: "password.reset",
      targets: [{ type: "user", id: user.id, name: user.email }],
      data: { userId: user.id },
    });
  }

  async anonymousUserMoved(anonymousUserId: string, userId: string): Promise<void> {
    const targets = [
      { type: "user", id: userId },
      { type: "user", id: anonymousUserId },
    ];
    await this.record({
      type: "user.anonymous_linked",
      targets,
      data: { anonymousUserId, userId },
    });
  }

  async magicLink(email: string, url: string): Promise<void> {
    await this.queue({ to: email, template: "magic-link", data: { url } });
  }

  async code(email: string, code: string): Promise<void> {
    await this.queue({ to: email, template: "email-otp", data: { code } });
  }

  private async queue<T extends BuiltInSlug>(mail: Mail<T>): Promise<void> {
    this.hasQueued = true;
    await queueMail(this.ctx, mail);
  }
}
