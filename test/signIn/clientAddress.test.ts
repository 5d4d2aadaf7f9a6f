/** The client's address in real requests: what is recorded, and what the limits count by. */
import { afterEach, beforeEach, describe, expect, inject, test, vi } from "vitest";
import { internal } from "../../convex/component/_generated/api";
import { rawRequest } from "../support/rawRequest";
import { deployedRuntime, httpRuntime } from "../support/runtime";
import { begin, type Scene } from "../support/signIn";
import { APP, from } from "../support/visitorAddress";

const VARIABLE = "BANATA_AUTH_CLIENT_ADDRESS";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.UTC(2026, 0, 1) });
});
afterEach(() => {
  vi.useRealTimers();
  delete process.env[VARIABLE];
});

async function beginWith(rule: string | null): Promise<Scene> {
  const scene = await begin(httpRuntime);
  if (rule !== null) process.env[VARIABLE] = rule;
  return scene;
}

/** The address in the audit log of the last sign-up, which the session has, too. */
async function signUpFrom(scene: Scene, headers: Record<string, string>) {
  const { status } = await scene.visit().post("/sign-up/email", scene.ada, headers);
  expect(status).toBe(200);
  const { data } = await scene.admin.auditLogs.listEvents({ action: "user.created" });
  const { ipAddress, ipAddressVerified } = data[0]!.context;
  const { sessions } = await scene.admin.users.listUserSessions({ userId: data[0]!.actor.id });
  expect(sessions[0]).toMatchObject({
    ipAddress: ipAddress ?? null,
    ipAddressVerified: ipAddressVerified ?? false,
  });
  return { ipAddress, ipAddressVerified };
}

describe("recorded and counted", () => {
  test("is the address that the proxy set, not what the client claims beside it", async () => {
    const scene = await beginWith("xff:1");
    const headers = { "x-forwarded-for": "198.51.100.1, 203.0.113.7", "x-real-ip": "1.1.1.1" };
    expect(await signUpFrom(scene, headers)).toEqual({
      ipAddress: "203.0.113.7",
      ipAddressVerified: true,
    });
    const signUp = async (i: number, address: string) =>
      (
        await scene
          .visit()
          .post(
            "/sign-up/email",
            { ...scene.ada, email: `${i}-${scene.ada.email}` },
            { "x-forwarded-for": `198.51.100.${i}, ${address}` },
          )
      ).status;
    for (let i = 1; i < 10; i++) expect(await signUp(i, "203.0.113.7")).toBe(200);
    expect(await signUp(10, "203.0.113.7")).toBe(429);
    expect(await signUp(11, "203.0.113.8")).toBe(200);
  });

  test("nothing is recorded when a set variable finds no address", async () => {
    const scene = await beginWith("header:cf-connecting-ip");
    expect(await signUpFrom(scene, { "x-forwarded-for": "198.51.100.1" })).toEqual({});
  });

  test("an invalid variable stops sign-in and management loudly, and says which", async () => {
    const scene = await beginWith("xff:0");
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const response = await scene.visit().post("/sign-up/email", scene.ada);
    expect(response.status).toBe(500);
    expect(await response.json()).toMatchObject({ code: "internal_error" });
    await expect(scene.admin.users.listUsers({})).rejects.toMatchObject({ status: 500 });
    expect(log.mock.calls.map((call) => String(call[1]))).toEqual(
      Array.from({ length: 2 }, () => expect.stringContaining(`${VARIABLE} must be`) as string),
    );
    log.mockRestore();
  });
});

test("without the variable, no client can use up the limit of another address", async () => {
  const scene = await beginWith(null);
  const office = { "x-forwarded-for": "203.0.113.7, 198.51.100.1" };
  const signUp = async (i: number) =>
    (
      await scene
        .visit()
        .post("/sign-up/email", { ...scene.ada, email: `${i}-${scene.ada.email}` }, office)
    ).status;
  for (let i = 0; i < 12; i++) expect(await signUp(i)).toBe(200);
  const { data } = await scene.admin.auditLogs.listEvents({ action: "user.created" });
  expect(data[0]?.context).toMatchObject({ ipAddress: "203.0.113.7", ipAddressVerified: false });
  for (let i = 0; i < 35; i++) {
    const body = { email: `${i}@example.com`, password: "" };
    expect((await scene.visit().post("/sign-in/email", body, office)).status).not.toBe(429);
  }
});

test("a management request records whether its address is verified", async () => {
  const context = async (rule: string | null) => {
    const scene = await beginWith(rule);
    await scene.runtime.fetch("/api/auth/admin/create-user", {
      method: "POST",
      headers: {
        authorization: `Bearer ${scene.project.key}`,
        "content-type": "application/json",
        "x-forwarded-for": "203.0.113.7",
      },
      body: JSON.stringify(scene.ada),
    });
    const { data } = await scene.admin.auditLogs.listEvents({ action: "user.created" });
    return data[0]?.context;
  };
  expect(await context(null)).toMatchObject({ ipAddress: "203.0.113.7", ipAddressVerified: false });
  expect(await context("xff:1")).toMatchObject({
    ipAddress: "203.0.113.7",
    ipAddressVerified: true,
  });
});

test("an address that a server of the app sends with a key is verified", async () => {
  const scene = await begin(httpRuntime, { sessions: { corsOrigins: [APP] } });
  expect(await signUpFrom(scene, from(scene, "203.0.113.7"))).toEqual({
    ipAddress: "203.0.113.7",
    ipAddressVerified: true,
  });
});

describe("the probe of banata-auth doctor", () => {
  interface Report {
    readonly clientAddress: { readonly variable: string | null; readonly probe: string };
  }
  const PATH = "/api/auth/client-address";

  test("shows what the runtime believes, and only to holders of the admin key", async () => {
    const runtime = httpRuntime();
    process.env[VARIABLE] = "xff:2";
    const { clientAddress } = (await runtime.engine.action(
      internal.projects.readiness.report.report,
      { projectId: null, salt: null },
    )) as Report;
    expect(clientAddress).toMatchObject({ variable: "xff:2", fault: null });
    const probe = async (token: string) =>
      await runtime.fetch(PATH, {
        headers: {
          "x-banata-address-probe": token,
          "x-forwarded-for": "1.1.1.1, 203.0.113.7, 10.0.0.1",
        },
      });
    expect(await (await probe(clientAddress.probe)).json()).toEqual({
      address: "203.0.113.7",
      isTrusted: true,
      forwardedFor: "1.1.1.1, 203.0.113.7, 10.0.0.1",
    });
    const [time = "", mac = ""] = clientAddress.probe.split(".");
    for (const token of ["", "x", `${Number(time) + 1}.${mac}`, `${time}.${"0".repeat(64)}`])
      expect((await probe(token)).status).toBe(404);
    vi.setSystemTime(Date.now() + 6 * 60_000);
    expect((await probe(clientAddress.probe)).status).toBe(404);
  });
});

describe("without the variable, on the local deployment", () => {
  const site = () => `${inject("deployment").siteUrl}/banata`;
  const address = async (headers: Record<string, string>) => {
    vi.useRealTimers();
    const scene = await begin(deployedRuntime);
    const response = await rawRequest(scene.runtime, site())(
      `/p/${scene.project.id}/api/auth/sign-up/email`,
      {
        method: "POST",
        headers: { "content-type": "application/json", origin: scene.runtime.origin, ...headers },
        body: JSON.stringify(scene.ada),
      },
    );
    expect(response.status).toBe(200);
    const { users } = await scene.admin.users.listUsers({});
    const { sessions } = await scene.admin.users.listUserSessions({ userId: users[0]!.id });
    return sessions[0]?.ipAddress;
  };

  test.each([
    ["203.0.113.7, 10.0.0.1", "203.0.113.7"],
    ["[2001:DB8::7]:443", "2001:db8::7"],
    ["<b>me</b>", null],
    [`${"1".repeat(4_000)}, 203.0.113.7`, null],
  ])("the client's claim case %# is recorded if it is an address", async (claim, recorded) => {
    expect(await address({ "x-forwarded-for": claim })).toBe(recorded);
  });

  test("the connection's address is recorded when nothing is claimed", async () => {
    expect(await address({})).toBe("127.0.0.1");
  });
});
