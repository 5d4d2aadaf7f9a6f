/** A tab of a page: a Convex client that subscribes with the tokens of a visitor's session. */
import { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import { inject } from "vitest";
import WebSocket from "ws";
import type { newVisitor } from "../support/visitor";

export interface Tab {
  /** Subscribes, and answers how to see the latest result. */
  see<T>(query: string, args?: Record<string, unknown>): { latest: () => T | undefined };
  close(): Promise<void>;
}

export function openTab({ client }: Pick<ReturnType<typeof newVisitor>, "client">): Tab {
  const { cloudUrl } = inject("deployment");
  const convex = new ConvexClient(cloudUrl, {
    webSocketConstructor: WebSocket as unknown as typeof globalThis.WebSocket,
    logger: false,
  }); // the same interface
  convex.setAuth(
    async () =>
      (await client.$fetch<{ token: string }>("/convex/token", { method: "GET" })).data?.token ??
      null,
  );
  return {
    see<T>(query: string, args: Record<string, unknown> = {}) {
      let latest: T | undefined;
      convex.onUpdate(
        makeFunctionReference<"query", Record<string, unknown>, T>(query),
        args,
        (value) => (latest = value),
      );
      return { latest: () => latest };
    },
    close: async () => await convex.close(),
  };
}
