import { componentsGeneric } from "convex/server";
import { describe, expect, test } from "vitest";
import type { ComponentApi } from "../../convex/component/_generated/component";
import {
  BanataAuth,
  BanataAuthError,
  ConflictError,
  convexTransport,
  NotFoundError,
  ValidationError,
  type MutationContext,
} from "../../src/index";
import { inProcessRuntime, newProject } from "../support/runtime";
import { failure } from "./scriptedServer";

// A proxy that makes a reference of any path; its type is what the CLI generates for an app with
// the component.
const component = (componentsGeneric() as unknown as { banataAuth: ComponentApi<"banataAuth"> })
  .banataAuth;

async function inProject() {
  const runtime = inProcessRuntime();
  const { id: projectId } = await newProject(runtime);
  const clientIn = (ctx: MutationContext) =>
    new BanataAuth({ transport: convexTransport(ctx, component, { projectId }) });
  return { ...runtime, projectId, clientIn };
}
const ada = { email: "ada@example.com", name: "Ada" };

describe("the client inside a Convex function", () => {
  test("writes in a mutation and reads in a query, with Dates", async () => {
    const { engine, clientIn, projectId } = await inProject();
    const id = await engine.mutation(async (ctx) => (await clientIn(ctx).users.createUser(ada)).id);
    const facts = await engine.query(async (ctx) => {
      const client = new BanataAuth({ transport: convexTransport(ctx, component, { projectId }) });
      const user = await client.users.getUser(id);
      return [user.email, user.createdAt instanceof Date];
    });
    expect(facts).toEqual(["ada@example.com", true]);
  });

  test("is part of the mutation's transaction", async () => {
    const { engine, clientIn } = await inProject();
    const undone = engine.mutation(async (ctx) => {
      await clientIn(ctx).users.createUser(ada);
      throw new Error("changed my mind");
    });
    await expect(undone).rejects.toThrow("changed my mind");
    expect(
      await engine.mutation(async (ctx) => (await clientIn(ctx).users.listUsers()).data.length),
    ).toBe(0);
  });

  test("hashes a password in an action", async () => {
    const { engine, clientIn } = await inProject();
    const email = await engine.action(
      async (ctx) =>
        (await clientIn(ctx).users.createUser({ ...ada, password: "correct horse" })).email,
    );
    expect(email).toBe("ada@example.com");
  });

  test("says that a password takes an action when it is given one in a mutation", async () => {
    const { engine, clientIn } = await inProject();
    const error = await engine.mutation(
      async (ctx) =>
        await failureFields(clientIn(ctx).users.createUser({ ...ada, password: "correct horse" })),
    );
    expect(error).toMatchObject({ name: "BanataAuthError", code: "not_available" });
    expect(error.message).toContain("call it from an action");
    expect(error.message).not.toContain("correct horse");
    expect(
      await engine.mutation(async (ctx) => (await clientIn(ctx).users.listUsers()).data.length),
    ).toBe(0);
  });

  test("says that a query cannot write, if the types were ignored", async () => {
    const { engine, projectId } = await inProject();
    const error = await engine.query(async (ctx) => {
      const client = new BanataAuth({
        transport: convexTransport(ctx, component, { projectId }),
      }) as unknown as BanataAuth; // as JavaScript would
      return await failureFields(client.users.createUser(ada));
    });
    expect(error).toMatchObject({ name: "BanataAuthError", code: "not_available" });
    expect(error.message).toContain("a Convex query cannot");
  });

  test("throws the errors that it throws over HTTP", async () => {
    const { engine, clientIn } = await inProject();
    const errors = await engine.mutation(async (ctx) => {
      const { users } = clientIn(ctx);
      await users.createUser(ada);
      return await Promise.all(
        [
          users.createUser(ada),
          users.getUser("usr_none"),
          users.createUser({ email: "no", name: "" }),
        ].map(failureFields),
      );
    });
    expect(errors.map(({ name, status, code }) => [name, status, code])).toEqual([
      [ConflictError.name, 409, "conflict"],
      [NotFoundError.name, 404, "not_found"],
      [ValidationError.name, 422, "validation_error"],
    ]);
    expect(errors[2]!.fields).toEqual(["email", "name"]);
    for (const { requestId } of errors) expect(requestId).toMatch(/^req_/);
  });

  test("does a write once for an idempotency key", async () => {
    const { engine, clientIn } = await inProject();
    const create = async () =>
      await engine.mutation(
        async (ctx) =>
          (await clientIn(ctx).users.createUser(ada, { idempotencyKey: "import-1" })).id,
      );
    expect(await create()).toBe(await create());
  });

  test("walks through all pages", async () => {
    const { engine, clientIn } = await inProject();
    const seen = await engine.mutation(async (ctx) => {
      const { users } = clientIn(ctx);
      for (let i = 0; i < 5; i++)
        await users.createUser({ email: `user${i}@example.com`, name: "User" });
      const emails: string[] = [];
      for await (const user of users.listUsers.all({ limit: 2, order: "asc" }))
        emails.push(user.email);
      return emails;
    });
    expect(seen).toEqual([0, 1, 2, 3, 4].map((i) => `user${i}@example.com`));
  });
});

/** What leaves a Convex function: plain values. */
async function failureFields(promise: Promise<unknown>) {
  const error = await failure(promise);
  if (!(error instanceof BanataAuthError)) throw error;
  const { name, status, code, message, requestId, errors } = error;
  return { name, status, code, message, requestId, fields: errors.map(({ field }) => field) };
}
