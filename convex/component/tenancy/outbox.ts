/**
 * What webhooks are told: while a project has an enabled endpoint, each event leaves a row in the
 * outbox, in the change's own transaction, and the transaction schedules one dispatch for all of
 * them. What that costs does not depend on how many endpoints there are; without any it costs
 * nothing.
 */
import { internal } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";
import type { TenantWriter } from "./database";

export class Outbox {
  private batch: string | null = null;

  constructor(
    private readonly db: TenantWriter,
    private readonly scheduler: MutationCtx["scheduler"],
    /** The project's `hasWebhooks`; a function where the project's row is not at hand. */
    private readonly hasWebhooks: boolean | undefined | (() => Promise<boolean>),
  ) {}

  async put(eventId: string): Promise<void> {
    if (this.batch === null) {
      if (!(typeof this.hasWebhooks === "function" ? await this.hasWebhooks() : this.hasWebhooks))
        return;
      this.batch = eventId;
      await this.scheduler.runAfter(0, internal.webhooks.dispatch.dispatch, {
        projectId: this.db.projectId,
        batch: eventId,
      });
    }
    await this.db.insert("webhookOutbox", { batch: this.batch, eventId });
  }
}
