/**
 * What Convex refuses at one of a deployment's limits is 503 with `Retry-After`, whatever was
 * asked, and nothing was done. The deployment refuses as the real one does: its slots and write
 * rate are made to.
 */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { Slots, WriteRate } from "../../local/src/runtime/capacity";
import { PlatformRefusal } from "../../local/src/runtime/refusals";
import { deployApp } from "../support/deployment";
import { rawRequest, type RawRequest } from "../support/rawRequest";
import { deployedRuntime, type HttpRuntime } from "../support/runtime";
import { begin, type Scene } from "../support/signIn";

/** The texts and codes of the backend's source (core/contention.ts). */
const refusals: Readonly<Record<string, string>> = {
  TooManyConcurrentRequests:
    "Too many concurrent requests. Your backend is limited to 16 concurrent mutations. To get more resources, upgrade to Convex Pro. If you are already on Convex Pro, please contact support.",
  ExpiredInQueue:
    "Too many concurrent requests in a short period of time. Spread out your requests out over time or throttle them to avoid errors.",
  CommitterFullError:
    "Too many concurrent commits in a short period of time. Spread your writes out over time or throttle them to avoid errors.",
  TooManyWrites:
    "Too many writes per second. Your deployment is limited to 4 MiB bytes written per 1 second. Reduce your write rate or upgrade to a larger deployment.",
  IndexTooLarge:
    "Too many writes to users.byEmail. Spread your writes out over time or throttle them to avoid errors.",
  WorkerOverloaded: "There are no available workers to process the request",
  InitialPermitTimeoutError: "Couldn't acquire a permit on this funrun",
  IsolateNotClean: "Selected isolate was not clean",
  UpstreamConnectError: "Failed to connect to upstream",
  SystemTimeoutError: "Your request timed out.",
  UserTimeoutError: "Function execution timed out (maximum duration: 1s)",
  "UserTimeoutError of a query that a mutation runs":
    "Uncaught Error: Function execution timed out (maximum duration: 1s)",
};

type Refused = "query" | "mutation";
type Run = Slots["run"];

let deployment: LocalDeployment;
let runtime: HttpRuntime;
let at: Scene;
let limitedKey: string;

beforeAll(async () => {
  deployment = await deployApp();
  runtime = deployedRuntime(deployment);
  at = await begin(() => runtime);
  expect((await at.post("/sign-up/email", at.ada)).status).toBe(200);
  limitedKey = (
    await at.admin.apiKeys.createKey({
      name: "limited",
      permissions: ["user.read"],
      rateLimit: { requests: 1_000, windowSeconds: 3_600 },
    })
  ).key;
}, 120_000);
afterAll(async () => {
  await deployment.close();
});
beforeEach(() => {
  // The page's origin cannot be checked meanwhile, which is logged.
  vi.spyOn(console, "error").mockReturnValue();
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** Refuses the functions of this type, in the deployment of this file. */
function refuse(refused: Refused, code: string, message: string): void {
  const run = Object.getOwnPropertyDescriptor(Slots.prototype, "run")!.value as Run; // a method
  vi.spyOn(Slots.prototype, "run").mockImplementation(function (this: Slots, task) {
    return Reflect.get(this, "type") === refused
      ? Promise.reject(new PlatformRefusal(503, code, message))
      : Reflect.apply(run, this, [task]);
  });
}

const call = async (path: string, body: object, key = at.project.key) =>
  await runtime.fetch(`/api/auth${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify(body),
  });

const atHost: RawRequest = async (path, init) =>
  await rawRequest(runtime, `${deployment.siteUrl}/banata`)(path, init);

const requests: readonly [string, Refused, () => Promise<Response>][] = [
  ["a management read", "query", () => call("/admin/list-users", {})],
  [
    "a management read of a key with a limit",
    "query",
    () => call("/admin/list-users", {}, limitedKey),
  ],
  ["the same, where it is counted", "mutation", () => call("/admin/list-users", {}, limitedKey)],
  [
    "a management write",
    "mutation",
    () => call("/admin/create-user", { email: "new@example.com", name: "New" }),
  ],
  ["a read of the session", "query", () => at.get("/get-session")],
  [
    "a request at a host that could be a project's",
    "query",
    () =>
      atHost(`/p/${at.project.id}/api/auth/get-session`, { headers: { host: "auth.example.com" } }),
  ],
  ["a sign-in", "mutation", () => at.visit().post("/sign-in/email", at.ada)],
  [
    "a sign-up",
    "mutation",
    () => at.visit().post("/sign-up/email", { ...at.ada, email: "new@example.com" }),
  ],
  ["a change of the user", "mutation", () => at.post("/update-user", { name: "New" })],
  ["a sign-out", "mutation", () => at.post("/sign-out")],
];

async function expectUnavailable(response: Response): Promise<void> {
  const text = await response.text();
  expect(response.status, text).toBe(503);
  expect(response.headers.get("retry-after")).toBe("2");
  expect(JSON.parse(text)).toMatchObject({ code: "temporarily_unavailable", status: 503 });
  expect(text).not.toContain("Convex Pro");
}

async function expectUnchanged(): Promise<void> {
  const { data } = await at.admin.users.listUsers({ limit: 10 });
  expect(data.map(({ email, name }) => [email, name])).toEqual([[at.ada.email, at.ada.name]]);
  const session = await at.get("/get-session");
  expect(await session.json()).toMatchObject({ user: { email: at.ada.email } });
}

test.each(Object.entries(refusals))(
  "%s is 503 for every kind of request",
  async (code, message) => {
    for (const [what, refused, send] of requests) {
      refuse(refused, code, message);
      const response = await send();
      vi.mocked(Slots.prototype.run).mockRestore();
      expect(response.status, what).toBe(503);
      await expectUnavailable(response);
    }
    await expectUnchanged();
  },
);

test("writes above the deployment's rate are 503, after Convex's own retries", async () => {
  vi.spyOn(WriteRate.prototype, "check").mockImplementation(() => {
    throw new PlatformRefusal(429, "TooManyWrites", refusals.TooManyWrites!);
  });
  const response = await call("/admin/create-user", { email: "new@example.com", name: "New" });
  vi.mocked(WriteRate.prototype.check).mockRestore();
  await expectUnavailable(response);
  await expectUnchanged();
});

test("a refusal between the counting and the comparison of a sign-in is 503, too", async () => {
  const run = Object.getOwnPropertyDescriptor(Slots.prototype, "run")!.value as Run; // a method
  let mutations = 0;
  vi.spyOn(Slots.prototype, "run").mockImplementation(function (this: Slots, task) {
    return Reflect.get(this, "type") === "mutation" && mutations++ > 0
      ? Promise.reject(new PlatformRefusal(503, "WorkerOverloaded", refusals.WorkerOverloaded!))
      : Reflect.apply(run, this, [task]);
  });
  const response = await at.visit().post("/sign-in/email", at.ada);
  vi.mocked(Slots.prototype.run).mockRestore();
  await expectUnavailable(response);
  expect((await at.visit().post("/sign-in/email", at.ada)).status).toBe(200);
});
