/**
 * On a deployment of one's own machine pages of any port are trusted, and no others, by us and by
 * Better Auth alike: as the origin of a request, and as a page to go to.
 */
import { describe, expect, test } from "vitest";
import { getExactOrigins } from "../../convex/component/signIn/origins/origins";
import { deployedRuntime } from "../support/runtime";
import { begin } from "../support/signIn";

const loopback = ["http://localhost:5173", "http://127.0.0.1:3000", "http://localhost"];
const foreign = [
  "http://127.0.0.1:3211.evil.example",
  "http://localhost:3000.evil.example",
  "http://127.0.0.1:1.evil.example:80",
  "http://localhost:@evil.example",
  "http://localhost:3000@evil.example",
  "http://127.0.0.1:evil.example",
  "http://127.0.0.1.evil.example",
  "http://127.0.0.1:99999",
  "https://localhost:3000",
  "http://localhost:*",
];

describe("a page of another port", () => {
  test.each(loopback)("%s is trusted", async (origin) => {
    const scene = await begin(deployedRuntime);
    const headers = { "content-type": "application/json", origin };
    const path = `/p/${scene.project.id}/api/auth`;
    const signUp = { method: "POST", headers, body: JSON.stringify(scene.ada) };
    expect((await scene.browse(`${path}/sign-up/email`, signUp)).status).toBe(200);
    const body = JSON.stringify({ email: scene.ada.email, redirectTo: `${origin}/reset` });
    const reset = await scene.browse(`${path}/request-password-reset`, {
      method: "POST",
      headers,
      body,
    });
    expect(reset.status).toBe(200);
  });

  test.each(foreign)("%s is not", async (origin) => {
    const scene = await begin(deployedRuntime);
    await scene.post("/sign-up/email", scene.ada);
    const path = `/p/${scene.project.id}/api/auth`;
    const json = { "content-type": "application/json" };
    const change = await scene.browse(`${path}/update-user`, {
      method: "POST",
      headers: { ...json, origin },
      body: JSON.stringify({ name: "Taken" }),
    });
    expect(change.status).toBe(403);
    for (const field of ["redirectTo", "callbackURL"]) {
      const reset = await scene.browse(`${path}/request-password-reset`, {
        method: "POST",
        headers: { ...json, origin: scene.runtime.origin },
        body: JSON.stringify({ email: scene.ada.email, redirectTo: "/", [field]: `${origin}/x` }),
      });
      expect(reset.status, field).toBe(403);
    }
    expect((await scene.admin.users.listUsers()).data[0]!.name).toBe("Ada");
  });
});

test("Better Auth is handed no pattern", () => {
  const handed = (origin: string) =>
    getExactOrigins(["http://localhost", "http://localhost:*", "https://app.example", "app:"], {
      ...{ headers: new Headers({ origin }), url: new URL("https://x.example/"), body: {} },
    });
  for (const origin of [...loopback, ...foreign]) expect(handed(origin).join()).not.toMatch(/[*?]/);
  expect(handed("http://localhost:5173")).toContain("http://localhost:5173");
});
