/**
 * The webhook outbox. While a project has an enabled endpoint, each event adds a row to the outbox
 * in its own transaction, which schedules one dispatch for all its events. The cost does not depend
 * on the number of endpoints, and is zero without any.
 */
import { internal } from "../_generated/api";
import type { MutationCtx } from "../_generated/server";
import type { TenantWriter } from "./database";

export class Outbox {
  private batch: string | null = null;

  constructor(
    private readonly db: TenantWriter,
    private readonly scheduler: MutationCtx["scheduler"],
    /** The project's `hasWebhooks`; a function where the project's row is not loaded. */
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
