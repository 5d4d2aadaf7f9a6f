/**
 * Keeps a visible page current: it reads the project's events after a cursor, and reloads the lists
 * that an event concerns. A page without news asks less and less often, a hidden one not at all.
 */
import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { clientFor } from "./clients";
import { reloadGroups } from "./operations";

const FIRST_MS = 10_000;
const LONGEST_MS = 60_000;
const SLOWER = 1.5;

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

export function useLive(projectId: string): void {
  const queryClient = useQueryClient();
  useEffect(() => {
    // A cursor is good with the range that it was given for.
    let place: { rangeStart: number; after?: string } = { rangeStart: Date.now() };
    let delay = FIRST_MS;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isStopped = false;
    const schedule = () => {
      clearTimeout(timer);
      if (!isStopped && !document.hidden) timer = setTimeout(() => void ask(), delay);
    };
    const ask = async () => {
      const types = await read();
      delay = types.length > 0 ? FIRST_MS : Math.min(delay * SLOWER, LONGEST_MS);
      if (!isStopped && types.length > 0) await reload(types);
      schedule();
    };
    /** A refusal counts as no news: the page itself shows what is wrong. */
    const read = async (): Promise<string[]> => {
      try {
        const { data, cursor } = await clientFor(projectId).events.listEvents({
          ...place,
          limit: 200,
        });
        if (cursor !== undefined) place = { ...place, after: cursor };
        return data.map(({ type }) => type);
      } catch {
        place = { rangeStart: Date.now() - LONGEST_MS };
        return [];
      }
    };
    const reload = async (types: readonly string[]) => {
      const words = new Set(types.map((type) => type.split(".", 1).join()));
      const groups = [...words].flatMap((word) => concerned[word] ?? []);
      await reloadGroups(queryClient, projectId, [...groups, "events", "auditLogs"]);
    };
    const onVisibility = () => {
      delay = FIRST_MS;
      if (document.hidden) clearTimeout(timer);
      else void ask();
    };
    document.addEventListener("visibilitychange", onVisibility);
    schedule();
    return () => {
      isStopped = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisibility);
    };
  }, [projectId, queryClient]);
}
