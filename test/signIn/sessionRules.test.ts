/** A valid session is refused sensitive changes long after sign-in and during impersonation. */
import { describe, expect, test } from "vitest";
import { FRESH_MS } from "../../convex/component/signIn/sessionRules";
import { allRows, textOf, type Engine } from "../support/rows";
import { httpRuntime } from "../support/runtime";
import { begin } from "../support/signIn";

const changes: readonly (readonly [method: "GET" | "POST", path: string, body: object])[] = [
  ["POST", "/change-email", { newEmail: "elsewhere@example.com" }],
  ["GET", "/passkey/generate-register-options", {}],
  ["POST", "/delete-user", {}],
];

async function stage() {
  let engine!: Engine;
  const scene = await begin(
    () => {
      const runtime = httpRuntime();
      ({ engine } = runtime);
      return runtime;
    },
    { authMethods: { passkey: true, twoFactor: true } },
  );
  await scene.client.signUp.email(scene.ada);
  const send = async (
    method: string,
    path: string,
    body: object,
    headers: Record<string, string> = {},
  ) => (method === "GET" ? await scene.get(path, headers) : await scene.post(path, body, headers));
  const users = async () => textOf((await allRows(engine)).users);
  return { ...scene, engine, send, users };
}

const errorIn = async (response: Response) => [
  response.status,
  ((await response.json()) as { code?: string }).code,
];

describe.each(changes)("%s %s", (method, path, body) => {
  test("is refused to a session that signed in more than 15 minutes ago, until it steps up", async () => {
    const { ada, engine, post, send, users } = await stage();
    await engine.run(async (ctx) => {
      const [session] = await ctx.db.query("sessions").collect();
      await ctx.db.patch(session!._id, {
        authenticatedAt: Date.now() - FRESH_MS - 1_000,
        createdAt: Date.now() - FRESH_MS - 1_000,
      } as never); // columns of the table
    });
    const before = await users();
    expect(await errorIn(await send(method, path, body))).toEqual([403, "SESSION_NOT_FRESH"]);
    expect(await users()).toBe(before);
    expect((await post("/verify-password", { password: ada.password })).status).toBe(200);
    expect((await send(method, path, body)).status).toBe(200);
  });

  test("is refused in an impersonation", async () => {
    const { admin, client, users, visit, project, runtime } = await stage();
    const userId = (await client.getSession()).data?.user.id ?? "";
    const { session } = await admin.users.impersonateUser({ userId });
    const before = await users();
    const support = visit();
    const response = await support.browse(`/p/${project.id}/api/auth${path}`, {
      method,
      headers: {
        authorization: `Bearer ${session.token}`,
        origin: runtime.origin,
        ...(method === "POST" ? { "content-type": "application/json" } : {}),
      },
      ...(method === "POST" ? { body: JSON.stringify(body) } : {}),
    });
    expect(await errorIn(response)).toEqual([403, "NOT_ALLOWED_IN_IMPERSONATION"]);
    expect(await users()).toBe(before);
  });
});
