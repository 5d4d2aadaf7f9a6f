/** The client in a browser, which calls with the session cookie instead of a key. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { BanataAuth } from "../../src/index";
import { secretKey, serve, user } from "./scriptedServer";

const page = { body: { data: [], users: [], listMetadata: { before: null, after: null } } };
const baseUrl = "https://auth.example.com/banata/p/proj_admin";

describe("with a session cookie", () => {
  beforeEach(() => {
    vi.stubGlobal("window", {});
    vi.stubEnv("BANATA_API_KEY", secretKey);
    return () => {
      vi.unstubAllGlobals();
      vi.unstubAllEnvs();
    };
  });

  test("requests include the cookies, and carry no key even if the environment has one", async () => {
    const { client, requests } = await serve(page);
    const sent: RequestInit[] = [];
    const recorded: typeof fetch = async (input, init) => {
      sent.push(init!);
      return await fetch(input, init);
    };
    await client({ session: "cookie", fetch: recorded }).users.listUsers();
    expect(sent).toMatchObject([{ credentials: "include", redirect: "manual" }]);
    expect(requests[0]!.headers).not.toHaveProperty("authorization");
    expect(JSON.stringify(requests[0]!.headers)).not.toContain(secretKey);
  });

  test("requests name the project to work in", async () => {
    const { client, requests } = await serve({ body: user() });
    const inProject = client({ session: "cookie", projectId: "proj_1" });
    await inProject.users.getUser("usr_1");
    expect(JSON.parse(requests[0]!.text)).toEqual({ projectId: "proj_1", userId: "usr_1" });
  });

  test("writes carry an idempotency key", async () => {
    const { client, requests } = await serve({ body: user() });
    await client({ session: "cookie" }).users.createUser({ email: "ada@example.com", name: "Ada" });
    expect(requests[0]!.headers["idempotency-key"]).toMatch(/^[0-9a-f-]{36}$/);
  });

  test.each([
    ["a key as well", { session: "cookie", apiKey: secretKey, baseUrl }, "not both"],
    ["no baseUrl", { session: "cookie" }, "session needs baseUrl"],
    ["another kind", { session: "token", baseUrl }, 'session must be "cookie"'],
  ])("%s is refused", (_what, options, message) => {
    // As JavaScript would: the types refuse them too.
    expect(() => new BanataAuth(options as never)).toThrow(message);
  });

  test("calls with a key do not send cookies", async () => {
    const sent: RequestInit[] = [];
    const { client } = await serve(page);
    const recorded: typeof fetch = async (input, init) => {
      sent.push(init!);
      return await fetch(input, init);
    };
    await client({ fetch: recorded }).users.listUsers();
    expect(sent[0]).not.toHaveProperty("credentials");
  });
});

test("a session cookie works in browsers only", () => {
  expect(() => new BanataAuth({ session: "cookie", baseUrl })).toThrow("browsers only");
});
