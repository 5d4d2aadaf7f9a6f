/** Reads a project's new events, and reloads the lists that they concern. */
import type { QueryClient } from "@tanstack/react-query";
import { clientFor } from "./clients";
import { reloadGroups } from "./operations";

/** How far back it begins after a refusal: at the longest time between two reads of a page. */
const RESTART_MS = 60_000;

/** The first word of an event's type → the groups of operations whose answers it changes. */
const concerned: Readonly<Record<string, readonly string[]>> = {
  user: ["users"],
  session: ["users"],
  account: ["users"],
  organization: ["organizations"],
  member: ["organizations"],
  invitation: ["organizations"],
  team: ["organizations"],
  domain: ["domains", "sso"],
  sso: ["sso"],
  directory: ["directories"],
  directory_user: ["directories"],
  directory_group: ["directories"],
  role: ["rbac"],
  permission: ["rbac"],
  api_key: ["apiKeys"],
  webhook: ["webhooks"],
  client: ["authClients"],
  config: ["configuration"],
  email: ["emails"],
  vault: ["vault"],
  project: ["projects"],
};

/** `more`: not all of them were read. */
type Outcome = "none" | "some" | "more" | "refused";

export class News {
  // A cursor is good with the range that it was given for.
  private place: { rangeStart: number; after?: string } = { rangeStart: Date.now() };
  private lastId: string | null = null;

  constructor(
    private readonly queryClient: QueryClient,
    private readonly projectId: string,
  ) {}

  /** Whether the event was among those that have been read. */
  isRead(eventId: string): boolean {
    return eventId === this.lastId;
  }

  /** A refusal is no error here: the page itself shows what is wrong. */
  async load(): Promise<Outcome> {
    try {
      const { data, cursor, hasMore } = await clientFor(this.projectId).events.listEvents({
        ...this.place,
        limit: 200,
      });
      if (cursor !== undefined) this.place = { ...this.place, after: cursor };
      const last = data.at(-1);
      if (last === undefined) return hasMore ? "more" : "none";
      this.lastId = last.id;
      await this.reload(data.map(({ type }) => type));
      return hasMore ? "more" : "some";
    } catch {
      this.place = { rangeStart: Date.now() - RESTART_MS };
      return "refused";
    }
  }

  private async reload(types: readonly string[]): Promise<void> {
    const words = new Set(types.map((type) => type.split(".", 1).join()));
    const groups = [...words].flatMap((word) => concerned[word] ?? []);
    const all = [...groups, "events", "auditLogs"];
    await reloadGroups(this.queryClient, this.projectId, all);
  }
}
