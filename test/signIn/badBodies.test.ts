/**
 * A body that is none of what the end users' endpoints take is a 4xx on every one of them, and does
 * nothing: the walk over the management operations is test/guarantees/input.test.ts.
 */
import { describe, expect, test } from "vitest";
import { readBody } from "../../convex/component/api/request";
import { brokenJson, hostileValues, noObjects } from "../guarantees/support/hostile";
import { endpoints, everything } from "../support/endUserEndpoints";
import { allRows, textOf, type Engine } from "../support/rows";
import { httpRuntime } from "../support/runtime";
import { takeShare } from "../support/share";
import { begin } from "../support/signIn";

const JSON_TYPE = "application/json";
const posts = endpoints
  .filter(({ method }) => method !== "GET")
  .map((endpoint, turn) => ({ ...endpoint, turn }));
const gets = endpoints.filter(({ method }) => method === "GET");
const placeOf = (path: string) => path.replace(/:\w+/g, "github");

async function stage() {
  let engine: Engine | undefined;
  const scene = await begin(
    () => {
      const runtime = httpRuntime();
      ({ engine } = runtime);
      return runtime;
    },
    { authMethods: { ...everything, organization: true, sso: false } },
  );
  await scene.post("/sign-up/email", scene.ada);
  const { runtime, project, browse, ada } = scene;
  /** Everything but the sessions, which may slide, and what counts attempts. */
  const users = async () => textOf((await allRows(engine!)).users);
  const send = async (path: string, body: BodyInit | undefined, type: string | null, query = "") =>
    await browse(`/p/${project.id}/api/auth${placeOf(path)}${query}`, {
      method: "POST",
      headers: { origin: runtime.origin, ...(type === null ? {} : { "content-type": type }) },
      ...(body === undefined ? {} : { body }),
    });
  const get = async (path: string, query: string) =>
    await browse(`/p/${project.id}/api/auth${placeOf(path)}${query}`, {
      headers: { origin: runtime.origin },
    });
  return { ...scene, users, send, get, ada };
}

/** For what is refused before anything is done. */
let shared: ReturnType<typeof stage> | undefined;
const sharedStage = async () => await (shared ??= stage());

describe("a body of another kind than JSON is 415", () => {
  const types = [
    "application/x-www-form-urlencoded",
    "application/x-www-form-urlencoded; charset=utf-8",
    "APPLICATION/X-WWW-FORM-URLENCODED",
    "multipart/form-data; boundary=x",
    "text/plain",
    "text/plain;charset=UTF-8",
    "application/octet-stream",
    "application/jsonp",
    "text/json",
    "application/x-www-form-urlencoded, application/json",
  ];
  // Providers post forms to these two.
  const takesForms = (path: string) => path.startsWith("/callback/") || path.includes("/saml2/");
  test.each(posts.filter(({ path }) => !takesForms(path)))("$path", async ({ path, turn }) => {
    const { send, ada, users } = await sharedStage();
    const before = await users();
    const form = new URLSearchParams({ email: ada.email, password: ada.password, name: "X" });
    for (const type of takeShare(types, turn))
      expect((await send(path, form.toString(), type)).status, type).toBe(415);
    const bytes = new TextEncoder().encode("{}"); // a text would be given a type by `fetch`
    expect((await send(path, bytes, null)).status, "without a type").toBe(415);
    expect(await users()).toBe(before);
  });

  test("but a provider may post a form to the callback", async () => {
    const { send } = await sharedStage();
    const form = new URLSearchParams({ code: "x", state: "y" }).toString();
    const { status } = await send("/callback/:id", form, "application/x-www-form-urlencoded");
    expect(status).toBeLessThan(400);
    const odd = "code=%00&state=x";
    expect((await send("/callback/:id", odd, "application/x-www-form-urlencoded")).status).toBe(
      400,
    );
  });
});

const bytesOf = (text: string | Uint8Array) =>
  typeof text === "string" ? new TextEncoder().encode(text) : text;

describe("a body that is no JSON object is 400", () => {
  test.each(posts)("$path", async ({ path, turn }) => {
    const { send, users } = await sharedStage();
    const before = await users();
    for (const body of takeShare([...brokenJson, ...noObjects], turn)) {
      const answer = await send(path, bytesOf(body) as BodyInit, JSON_TYPE);
      const shown = String(body).slice(0, 50);
      // Of a large body that is no callback's: nothing that would be parsed at length.
      expect([400, path.startsWith("/callback/") ? 415 : 400], shown).toContain(answer.status);
      expect(await answer.json(), shown).toMatchObject({ code: expect.any(String) as string });
    }
    expect(await users()).toBe(before);
  });
});

describe("whatever stands in a field", () => {
  const fields = ["name", "image", "email", "password", "token", "callbackURL", "response", "x"];
  test.each(posts)(
    "$path is answered, and no text that cannot be kept is",
    async ({ path, turn }) => {
      const { send } = await stage();
      for (const value of takeShare(hostileValues, turn)) {
        // All at once, then as the name of one: an endpoint takes what it knows.
        const body = `{${fields.map((field) => `"${field}":${value}`).join(",")}}`;
        const { status } = await send(path, bytesOf(body) as BodyInit, JSON_TYPE);
        expect(status, value.slice(0, 60)).toBeLessThan(500);
        if (/\\u0000|\\ud800|\\udc00|1e999|__proto__":\{/.test(value) || value.length > 250_000)
          expect(status, value.slice(0, 60)).toBeGreaterThanOrEqual(400);
      }
    },
  );
  test.each(posts)(
    "$path is answered for a key twice, odd names and ten thousand",
    async ({ path }) => {
      const { send } = await stage();
      const many = JSON.stringify(
        Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i])),
      );
      for (const body of [
        '{"name":"A","name":{"a":1}}',
        '{"__proto__":{"x":1}}',
        '{"\\u0000":1}',
        many,
      ])
        expect((await send(path, bytesOf(body) as BodyInit, JSON_TYPE)).status).toBeLessThan(500);
      expect(
        (await send(path, bytesOf('{"__proto__":{"x":1}}') as BodyInit, JSON_TYPE)).status,
      ).toBe(400);
      expect({}).not.toHaveProperty("x");
    },
  );
  test.each(gets)("the query of $path is held to it", async ({ path }) => {
    const { get } = await stage();
    for (const query of ["?name=a%00b", "?%00=1", "?token=%1b", "?callbackURL=%2F%C2%85"])
      expect((await get(path, query)).status, query).toBe(400);
    for (const query of ["?name=%ff", "?a[b]=c", "?__proto__=1", `?x=${"y".repeat(5_000)}`])
      expect((await get(path, query)).status, query).toBeLessThan(500);
  });
});

test("a body that is not UTF-8 is 400 also where the decoder answers undefined", async () => {
  const Real = globalThis.TextDecoder;
  globalThis.TextDecoder = class extends Real {
    override decode(...args: Parameters<TextDecoder["decode"]>): string {
      try {
        return super.decode(...args);
      } catch {
        return undefined as unknown as string; // what Convex's does
      }
    }
  };
  try {
    const request = new Request("https://x.example/", {
      method: "POST",
      body: new Uint8Array([0xff, 0xfe, 0x7b]),
    });
    await expect(readBody(request)).rejects.toMatchObject({ data: { code: "invalid_json" } });
  } finally {
    globalThis.TextDecoder = Real;
  }
});
