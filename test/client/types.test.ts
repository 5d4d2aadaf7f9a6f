import { describe, expectTypeOf, test } from "vitest";
import type { ComponentApi } from "../../convex/component/_generated/component";
import type { ActionCtx, MutationCtx, QueryCtx } from "../../convex/component/_generated/server";
import {
  BanataAuth,
  convexTransport,
  type ApiKey,
  type AuditEvent,
  type BanataAuthComponent,
  type Event,
  type Project,
  type User,
} from "../../src/index";

declare const queryCtx: QueryCtx;
declare const mutationCtx: MutationCtx;
declare const actionCtx: ActionCtx;
declare const component: BanataAuthComponent;

// Checked by `npm run typecheck`; nothing here is run.
describe("the client's types", () => {
  test("follow the contract's output, with Dates", () => {
    expectTypeOf<BanataAuth["users"]["getUser"]>().returns.resolves.toEqualTypeOf<User>();
    expectTypeOf<User["createdAt"]>().toEqualTypeOf<Date>();
    expectTypeOf<User["banExpires"]>().toEqualTypeOf<Date | null>();
    expectTypeOf<User["metadata"]>().toEqualTypeOf<{ [key: string]: unknown }>();
    expectTypeOf<ApiKey["permissions"]>().toEqualTypeOf<string[]>();
    expectTypeOf<Project["createdAt"]>().toEqualTypeOf<number>();
    expectTypeOf<Event["createdAt"]>().toEqualTypeOf<number>();
    expectTypeOf<AuditEvent["occurredAt"]>().toEqualTypeOf<Date>();
    expectTypeOf<
      Awaited<ReturnType<BanataAuth["users"]["listUsers"]>>["listMetadata"]
    >().toEqualTypeOf<{ before: string | null; after: string | null }>();
  });

  test("follow the contract's input", () => {
    const calls = (client: BanataAuth) => [
      client.users.listUsers(),
      client.users.getUser("usr_1"),
      client.users.getUser("usr_1", { timeout: 5, projectId: "proj_1", idempotencyKey: "k" }),
      client.users.createUser({ email: "a@b.c", name: "A" }, { idempotencyKey: "k" }),
      client.apiKeys.listKeys({ signal: AbortSignal.abort() }),
      client.apiKeys.createKey({ name: "ci", expiresAt: new Date() }),
      client.apiKeys.delete("ak_1"),
      client.userManagement.banUser({ userId: "usr_1", reason: "spam", expiresAt: new Date() }),
      // @ts-expect-error -- an id is needed
      client.users.getUser(),
      // @ts-expect-error -- a string stands for no field here
      client.users.createUser("a@b.c"),
      // @ts-expect-error -- no such field
      client.users.listUsers({ rolle: "user" }),
      // @ts-expect-error -- options come second
      client.users.listUsers({ signal: AbortSignal.abort() }),
      // @ts-expect-error -- the wire's name
      client.users.banUser({ userId: "usr_1", banReason: "spam" }),
      // @ts-expect-error -- the id comes by position
      client.users.getUser({ userId: "usr_1" }),
      // @ts-expect-error -- `since` is required
      client.webhooks.replay("wh_1"),
    ];
    expectTypeOf(calls).toBeFunction();
  });

  test("walk through pages only where there are pages, and forwards", () => {
    expectTypeOf<ReturnType<BanataAuth["users"]["listUsers"]["all"]>>().toEqualTypeOf<
      AsyncIterable<User>
    >();
    expectTypeOf<ReturnType<BanataAuth["apiKeys"]["listKeyPages"]["all"]>>().toEqualTypeOf<
      AsyncIterable<ApiKey>
    >();
    expectTypeOf<BanataAuth["apiKeys"]["listKeys"]>().not.toHaveProperty("all");
    expectTypeOf<BanataAuth["events"]["listEvents"]>().not.toHaveProperty("all");
    expectTypeOf<BanataAuth["users"]["getUser"]>().not.toHaveProperty("all");
    // @ts-expect-error -- `before` would go the other way
    const backwards = (client: BanataAuth) => client.users.listUsers.all({ before: "c1" });
    expectTypeOf(backwards).toBeFunction();
  });

  test("have the second names of methods, and no group without a slice", () => {
    expectTypeOf<BanataAuth["apiKeys"]["create"]>().toEqualTypeOf<
      BanataAuth["apiKeys"]["createKey"]
    >();
    expectTypeOf<BanataAuth["apiKeys"]["revokeKey"]>().toEqualTypeOf<
      BanataAuth["apiKeys"]["deleteKey"]
    >();
    expectTypeOf<BanataAuth["userManagement"]>().toEqualTypeOf<BanataAuth["users"]>();
    expectTypeOf<BanataAuth>().not.toHaveProperty("logStreams");
  });

  test("have only the reads in a Convex query, under all their names", () => {
    const inQuery = () =>
      new BanataAuth({ transport: convexTransport(queryCtx, component, { projectId: "proj_1" }) });
    expectTypeOf(inQuery).returns.toEqualTypeOf<BanataAuth<"query">>();
    expectTypeOf<keyof BanataAuth<"query">["users"]>().toEqualTypeOf<
      | "listUsers"
      | "getUser"
      | "hasPermission"
      | "listUserSessions"
      | "listFactors"
      | "listAccounts"
    >();
    expectTypeOf<keyof BanataAuth<"query">["apiKeys"]>().toEqualTypeOf<
      "listKeys" | "listKeyPages" | "getKey" | "list" | "getUsage" | "listUnusedKeys" | "getLimits"
    >();
    expectTypeOf<BanataAuth>().toExtend<BanataAuth<"query">>();
    expectTypeOf<BanataAuth<"query">>().not.toExtend<BanataAuth>();
  });

  test("have everything in a mutation and in an action", () => {
    expectTypeOf(
      () =>
        new BanataAuth({ transport: convexTransport(mutationCtx, component, { projectId: "p" }) }),
    ).returns.toEqualTypeOf<BanataAuth>();
    expectTypeOf(
      () =>
        new BanataAuth({ transport: convexTransport(actionCtx, component, { projectId: "p" }) }),
    ).returns.toEqualTypeOf<BanataAuth>();
  });

  test("accept the generated type of the component", () => {
    expectTypeOf<ComponentApi<"banataAuth">>().toExtend<BanataAuthComponent>();
  });
});
