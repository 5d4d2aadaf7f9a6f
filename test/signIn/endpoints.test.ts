/**
 * Every end-user endpoint that is mounted is called, as a stranger and signed in, with nothing and
 * with something: what a mutation refuses shows only when it runs.
 */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { endpoints as table } from "../../convex/component/signIn/endpoints";
import type { Endpoint } from "../../convex/component/signIn/endpoint";
import { endpoints, everything, isServed, mounted } from "../support/endUserEndpoints";
import { begin, engines } from "../support/signIn";

/** For all of them: each takes of it what it knows. */
const fields = {
  ...{
    name: "Ada",
    token: "nonsense",
    code: "000000",
    otp: "000000",
    type: "sign-in",
    username: "ada_l",
    provider: "github",
    providerId: "github",
    callbackURL: "/",
    redirectTo: "/",
    id: "pky_1",
    userId: "usr_1",
  },
  ...{
    newPassword: "an entirely new password",
    newEmail: "new-ada@example.com",
    audience: "x",
    response: { id: "x", rawId: "x", type: "public-key", response: {} },
    accountId: "1",
    trustDevice: true,
    data: {},
  },
};

describe.each(engines)("every endpoint, %s", (_name, start) => {
  test("what is mounted and what the table serves are the same", () => {
    expect([...new Set(mounted.map(({ path }) => path))].sort()).toEqual(Object.keys(table).sort());
    const methods = Object.entries<Endpoint | null>(table).flatMap(([path, row]) =>
      (row?.methods ?? []).map((method) => `${method} ${path}`),
    );
    expect(endpoints.map(({ method, path }) => `${method} ${path}`).sort()).toEqual(methods.sort());
  });

  test.each(mounted.filter(({ method, path }) => !isServed(method, path)))(
    "$method $path is not served",
    async ({ method, path }) => {
      const { browse, project } = await begin(start);
      const { status } = await browse(`/p/${project.id}/api/auth${path}`, {
        method,
        ...(method === "GET" ? {} : { body: "{}" }),
      });
      expect(status).toBe(404);
    },
  );

  test.each(endpoints)(
    "$method $path works, or says what is wrong with the request",
    async ({ method, path }) => {
      const { ada, visit, browse, project, post, runtime } = await begin(start, {
        authMethods: everything,
      });
      await post("/sign-up/email", ada);
      const place = `/p/${project.id}/api/auth${path.replace(/:\w+/g, "github")}`;
      const body = {
        ...fields,
        email: ada.email,
        password: ada.password,
        currentPassword: ada.password,
      };
      const query = `?${new URLSearchParams({ token: "nonsense", callbackURL: "/", state: "x", code: "x", email: ada.email, type: "sign-in" }).toString()}`;
      const headers = { "content-type": "application/json", origin: runtime.origin };
      const sent = (each: object | null): RequestInit =>
        method === "GET"
          ? { method, headers }
          : { method, headers, body: JSON.stringify(each ?? {}) };
      for (const browser of [visit(), { browse }]) {
        for (const each of [null, body]) {
          const { status } = await browser.browse(
            method === "GET" && each ? place + query : place,
            sent(each),
          );
          expect(status, each ? "with something" : "with nothing").toBeLessThan(500);
        }
      }
    },
  );
});

/** Its type asks for a row of each mailed link, and for no other. */
const TEXTS = "linkPages/texts.ts";

test("no file of the slice names an endpoint's path beside the table and the endpoints that it makes", () => {
  const paths = Object.keys(table).map((path) => path.replace(/:.*$/, ""));
  const root = new URL("../../convex/component/signIn/", import.meta.url);
  const named = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts") && !["endpoints.ts", TEXTS].includes(file))
    .flatMap((file) => {
      const text = readFileSync(new URL(file, root), "utf8").replace(
        /createAuthEndpoint\(\s*"[^"]+"/g,
        "",
      );
      return paths.filter((path) => text.includes(`"${path}`)).map((path) => `${file}: ${path}`);
    });
  expect(named).toEqual([]);
});
