/**
 * Every end-user endpoint that is mounted is called, as a stranger and signed in, with nothing and
 * with something: what a mutation refuses shows only when it runs.
 */
import { describe, expect, test } from "vitest";
import { endpoints, everything } from "./support/endUserEndpoints";
import { begin, engines } from "./support/signIn";

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
  test("there are as many as we know of, so that a new one is looked at", () => {
    expect(endpoints).toHaveLength(59);
  });

  test.each(endpoints)(
    "$method $path works, or says what is wrong with the request",
    async ({ method, path }) => {
      const { ada, visit, browse, project, post, runtime } = await begin(start, {
        authMethods: { ...everything, organization: true, sso: false },
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
