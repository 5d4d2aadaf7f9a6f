import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import {
  AuthenticationError,
  BanataAuth,
  BanataAuthError,
  ConflictError,
  ForbiddenError,
  InternalError,
  NotFoundError,
  RateLimitError,
  ValidationError,
} from "../../src/index";
import { failure, problem, secretKey, serve } from "./scriptedServer";

describe("a failure is an error of the class of its status", () => {
  test.each([
    [400, "invalid_json", ValidationError, false],
    [401, "authentication_required", AuthenticationError, false],
    [403, "forbidden", ForbiddenError, false],
    [404, "not_found", NotFoundError, false],
    [405, "method_not_allowed", BanataAuthError, false],
    [409, "conflict", ConflictError, false],
    [422, "validation_error", ValidationError, false],
    [429, "rate_limit_exceeded", RateLimitError, true],
    [500, "internal_error", InternalError, true],
    [500, "integrity_failure", InternalError, false],
    [503, "internal_error", InternalError, true],
  ] as const)("%i %s", async (status, code, ErrorClass, retryable) => {
    const { client } = await serve(problem(status, code));
    const error = await failure(client({ retries: 0 }).users.getUser("usr_1"));
    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toBeInstanceOf(BanataAuthError);
    expect(error).toMatchObject({
      name: ErrorClass.name,
      status,
      code,
      message: `It is ${code}`,
      requestId: "req_1",
      retryable,
      errors: [],
    });
  });

  test("a refused input names its fields", async () => {
    const errors = [{ field: "email", message: "Not an e-mail address", code: "invalid_format" }];
    const { client } = await serve(
      problem(422, "validation_error", { errors: [...errors, "nonsense"] }),
    );
    expect(await failure(client().users.createUser({ email: "x", name: "X" }))).toMatchObject({
      errors,
    });
  });

  test("a secret that was shown already names what was made", async () => {
    const { client } = await serve(problem(409, "secret_already_shown", { resourceId: "ak_1" }));
    expect(await failure(client().apiKeys.createKey({ name: "ci" }))).toMatchObject({
      code: "secret_already_shown",
      resourceId: "ak_1",
    });
  });
});

describe("an answer that is not of the runtime", () => {
  test.each([
    ["HTML with 200", { body: "<html>Welcome</html>" }, BanataAuthError, 200],
    ["nothing with 200", { body: "" }, BanataAuthError, 200],
    ["half of a JSON text", { body: '{"id":' }, BanataAuthError, 200],
    ["HTML with 404", { status: 404, body: "<html>" }, NotFoundError, 404],
    ["null with 403", { status: 403, body: "null" }, ForbiddenError, 403],
    ["a list with 502", { status: 502, body: [] }, InternalError, 502],
    [
      "JSON of somebody else with 400",
      { status: 400, body: { error: "secret" } },
      ValidationError,
      400,
    ],
  ])("%s is invalid_response", async (_, answer, ErrorClass, status) => {
    const { client } = await serve({ ...answer, headers: { "x-request-id": "req_of_header" } });
    const error = await failure(client({ retries: 0 }).users.getUser("usr_1"));
    expect(error).toBeInstanceOf(ErrorClass);
    expect(error).toMatchObject({ code: "invalid_response", status, requestId: "req_of_header" });
    expect(String(error)).toContain("/api/auth/admin/get-user");
    expect(String(error)).not.toMatch(/html|secret/);
  });

  test("a redirect is not followed, so that no password goes elsewhere", async () => {
    const elsewhere = await serve({ body: {} });
    const { client } = await serve({ status: 307, headers: { location: elsewhere.baseUrl } });
    const error = await failure(
      client().users.createUser({
        email: "ada@example.com",
        name: "Ada",
        password: "correct horse",
      }),
    );
    expect(error).toMatchObject({ code: "invalid_response", status: 307 });
    expect(elsewhere.requests).toHaveLength(0);
  });
});

describe("secrets", () => {
  const password = "correct horse battery";

  test.each([
    ["500", problem(500, "internal_error")],
    ["422", problem(422, "validation_error")],
    [
      "HTML that echoes the request",
      { status: 400, body: `<p>Bearer ${secretKey} ${password}</p>` },
    ],
    [
      "JSON that echoes the request",
      { status: 404, body: { path: "/x", authorization: `Bearer ${secretKey}` } },
    ],
    ["no answer", (response: { socket: { destroy(): void } | null }) => response.socket?.destroy()],
  ])("are in no part of an error: %s", async (_, answer) => {
    const { client } = await serve(answer);
    const error = await failure(
      client({ retries: 0 }).users.createUser({ email: "ada@example.com", name: "Ada", password }),
    );
    const shown = inspect(error, { depth: 10, showHidden: true }) + JSON.stringify(error);
    expect(shown).not.toContain(secretKey);
    expect(shown).not.toContain(password);
  });

  test("are not shown when the client is logged", () => {
    const client = new BanataAuth(secretKey);
    expect(inspect(client, { depth: 10, showHidden: true }) + JSON.stringify(client)).not.toContain(
      secretKey,
    );
  });

  test.each([`${secretKey}\nx`, `${secretKey} x`, `${secretKey}é`])(
    "a key that no header can carry is refused without showing it",
    (apiKey) => {
      expect(() => new BanataAuth(apiKey)).toThrow(
        expect.objectContaining({
          code: "invalid_configuration",
          message: expect.not.stringContaining("sk_test_"),
        }),
      );
    },
  );

  test("a base URL with a password is refused without showing it", () => {
    expect(
      () => new BanataAuth({ apiKey: secretKey, baseUrl: "https://ada:hunter2@example.com" }),
    ).toThrow(
      expect.objectContaining({
        code: "invalid_configuration",
        message: expect.not.stringContaining("hunter2"),
      }),
    );
  });
});
