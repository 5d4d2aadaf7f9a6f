/** With what operators sign in: the link, a second factor, a provider; and what a thief gets. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import {
  adminClientOf,
  beginOperator,
  confirm,
  linkFor,
  newOperatorEmail,
  passSecondFactor,
  visitAsOperator,
  type Operator,
} from "../support/operators";
import { httpRuntime, newProject, type TestProject } from "../support/runtime";
import { setUp } from "../support/secondFactor";
import { socialStage } from "../support/socialStage";
import { newCode, setUp as setUpProvider, socialVisitor } from "../support/socialVisitor";
import { newVisitor, pathIn } from "../support/visitor";

const MINUTE = 60_000;
const password = "correct horse battery";

let runtime: ReturnType<typeof httpRuntime>;
let project: TestProject;

beforeEach(async () => {
  runtime = httpRuntime();
  project = await newProject(runtime);
});
afterEach(() => vi.useRealTimers());

const statusOf = async (operator: Operator) =>
  (await operator.call("projects.listProjects")).status;

/** An operator with a password, whose browser has no session yet. */
async function withPassword() {
  const email = newOperatorEmail();
  const operator = await beginOperator(runtime, { email, projectId: project.id });
  const admin = await adminClientOf(runtime, operator);
  await admin.users.setUserPassword({ userId: operator.id, newPassword: password });
  const signIn = async () => {
    const visitor = visitAsOperator(runtime, operator);
    const { data, error } = await visitor.client.signIn.email({ email, password });
    expect(error).toBeNull();
    return { visitor, data };
  };
  return { email, operator: await beginOperator(runtime, { email }), admin, signIn };
}

describe("the second factor", () => {
  test("is an authenticator app next to the password", async () => {
    const { signIn } = await withPassword();
    const { visitor } = await signIn();
    expect(await statusOf(visitor)).toBe(403);
    const { code } = await setUp(visitor, password);
    expect(await statusOf(visitor)).toBe(200);
    const { visitor: again, data } = await signIn();
    expect(data).toMatchObject({ twoFactorRedirect: true });
    expect(await statusOf(again)).toBe(401);
    expect((await again.client.twoFactor.verifyTotp({ code: await code() })).error).toBeNull();
    expect(await statusOf(again)).toBe(200);
  });

  test("is the passkey, which signs in alone", async () => {
    const operator = await beginOperator(runtime, { projectId: project.id });
    const passkey = await passSecondFactor(runtime, operator);
    const elsewhere = visitAsOperator(runtime, operator);
    await confirm(runtime, elsewhere, passkey);
    expect(await statusOf(elsewhere)).toBe(200);
  });

  test("is not set up anew with a stolen link or password", async () => {
    const { email, operator, signIn } = await withPassword();
    const passkey = await passSecondFactor(runtime, operator);
    const listed = await operator.get("/passkey/list-user-passkeys");
    const [own] = (await listed.json()) as { id: string }[]; // a list of passkeys
    const byPassword = (await signIn()).visitor;
    const byLink = await beginOperator(runtime, { email });
    for (const thief of [byPassword, byLink]) {
      expect(await statusOf(thief)).toBe(403);
      const refused = await Promise.all([
        thief.get("/passkey/generate-register-options"),
        thief.post("/passkey/delete-passkey", { id: own?.id }),
        thief.post("/two-factor/enable", { password }),
        thief.post("/change-email", { newEmail: newOperatorEmail() }),
      ]);
      expect(refused.map(({ status }) => status)).toEqual([403, 403, 403, 403]);
    }
    await confirm(runtime, byLink, passkey);
    expect(await statusOf(byLink)).toBe(200);
    expect((await byLink.get("/passkey/generate-register-options")).status).toBe(200);
  });
});

describe("the audit log", () => {
  const refusalsOf = async (admin: Awaited<ReturnType<typeof adminClientOf>>) =>
    (await admin.auditLogs.listEvents({ action: "operator.link_refused" })).data;

  test("has refused links, with the operator and the reason", async () => {
    const email = newOperatorEmail();
    const operator = await beginOperator(runtime, { email });
    const admin = await adminClientOf(runtime, operator);
    const open = async (link: string) => (await newVisitor(runtime, "").click(link)).status;
    const replaced = await linkFor(runtime, email);
    const used = await linkFor(runtime, email);
    expect([await open(used.link), await open(used.link)]).toEqual([200, 410]);
    expect(await open(replaced.link)).toBe(410);
    const late = await linkFor(runtime, email);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 15 * MINUTE);
    expect(await open(late.link)).toBe(410);
    const former = await linkFor(runtime, email);
    await admin.users.setUserPassword({
      userId: operator.id,
      newPassword: "correct horse battery",
    });
    expect(await open(former.link)).toBe(410);
    const { link } = await linkFor(runtime, email);
    await admin.users.banUser({ userId: operator.id });
    expect(await open(link)).toBe(410);
    const entries = await refusalsOf(admin);
    expect(entries.map(({ metadata }) => String(metadata?.reason)).toSorted()).toEqual([
      "banned",
      "expired",
      "state_changed",
      "unknown",
      "used",
    ]);
    const target = { type: "user", id: operator.id };
    for (const { actor, metadata, outcome, targets } of entries)
      expect({ actor, outcome, targets }).toMatchObject({
        actor: { type: "system", id: "anonymous" },
        outcome: "denied",
        targets: metadata?.reason === "unknown" ? [] : [target],
      });
  });

  test("is not filled by made-up links", async () => {
    const operator = await beginOperator(runtime);
    const admin = await adminClientOf(runtime, operator);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Math.floor(Date.now() / MINUTE) * MINUTE + MINUTE);
    for (let i = 0; i < 60; i++)
      await runtime.fetch(`${operator.base}/operators/sign-in?token=made-up-${i}`, {
        method: "POST",
        headers: { origin: runtime.origin },
      });
    const recorded = (await refusalsOf(admin)).length;
    expect(recorded).toBeGreaterThan(0);
    expect(recorded).toBeLessThanOrEqual(20);
  });

  test("has an operator's failed sign-ins, which are limited", async () => {
    const { email, operator, admin } = await withPassword();
    const visitor = visitAsOperator(runtime, operator);
    vi.useFakeTimers({ toFake: ["Date"], now: Math.ceil(Date.now() / MINUTE) * MINUTE });
    const statuses: (number | undefined)[] = [];
    for (let i = 0; i <= 30; i++)
      statuses.push(
        (await visitor.client.signIn.email({ email, password: `wrong ${i}` })).error?.status,
      );
    expect(statuses[0]).toBe(401);
    expect(statuses.at(-1)).toBe(429);
    const { data } = await admin.auditLogs.listEvents({ action: "user.sign_in_failed" });
    expect(data.length).toBeGreaterThan(2);
    expect(data[0]).toMatchObject({ outcome: "failed", targets: [{ id: operator.id }, {}] });
  });
});

describe("a link", () => {
  test("begins one session for two clicks at once", async () => {
    const email = newOperatorEmail();
    const { link, operatorId } = await linkFor(runtime, email, project.id);
    const press = async () =>
      (
        await runtime.fetch(pathIn(link), {
          method: "POST",
          headers: { origin: runtime.origin },
        })
      ).status;
    const statuses = await Promise.all([press(), press(), press()]);
    expect(statuses.toSorted((a, b) => a - b)).toEqual([200, 410, 410]);
    const sessions = await runtime.engine.run(
      async ({ db }) =>
        (await db.query("sessions").collect()).filter(({ userId }) => userId === operatorId).length,
    );
    expect(sessions).toBe(1);
  });

  test("is the same operator's however the address is written", async () => {
    const first = await linkFor(runtime, "ops@b\u00fccher.example");
    for (const email of [
      "OPS@B\u00dcCHER.example",
      "ops@bu\u0308cher.example",
      "ops@xn--bcher-kva.example",
      " ops@b\u00fccher.example",
    ])
      expect((await linkFor(runtime, email)).operatorId, email).toBe(first.operatorId);
    const long = `${"a".repeat(64)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(50)}.example`;
    expect((await linkFor(runtime, long)).operatorId).toMatch(/^usr_/);
    await expect(linkFor(runtime, "ops@\u202eexample.com")).rejects.toThrow(/email/i);
  });
});

describe("a social provider", () => {
  const stage = socialStage("on the test engine");

  test("signs an operator in, with one cookie that its redirect carries, which is no session", async () => {
    const email = "ada@example.com";
    const operator = await beginOperator(stage.runtime, { email });
    const { key } = await stage.runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
    const admin = { id: operator.base.slice("/p/".length), key };
    await setUpProvider(stage.runtime, admin, "google");
    const browser = socialVisitor(stage.runtime, admin);
    const begun = await browser.post("/sign-in/social", { provider: "google", callbackURL: "/" });
    const cookies = begun.headers.getSetCookie();
    const lax = cookies.filter((cookie) => /SameSite=Lax/i.test(cookie));
    expect(lax.map((cookie) => /\.(\w+)=/.exec(cookie)?.[1])).toEqual(["state"]);

    const { url } = (await begun.json()) as { url: string };
    const state = new URL(url).searchParams.get("state") ?? "";
    // What the browser sends with a redirect of another site.
    const carried = new Map(
      lax.map((cookie) => cookie.split(";")[0]!.split("=") as [string, string]),
    );
    const returning = socialVisitor(stage.runtime, admin, carried);
    const back = await returning.browse(
      `${operator.base}/api/auth/callback/google?${new URLSearchParams({ code: newCode(), state })}`,
    );
    expect(back.headers.get("location")).toBe("/");
    const session = back.headers.getSetCookie().find((cookie) => cookie.includes("session_token"));
    expect(session).toMatch(/HttpOnly; Secure; SameSite=Strict/i);
    const { data } = await returning.client.getSession();
    expect(data?.user.id).toBe(operator.id);
    // A provider is one factor.
    const signedIn = visitAsOperator(stage.runtime, operator, returning.cookies);
    expect(await signedIn.call("projects.listProjects")).toMatchObject({
      status: 403,
      body: { errors: [{ code: "mfa_required" }] },
    });
  });

  test("creates no operator", async () => {
    const operator = await beginOperator(stage.runtime);
    const { key } = await stage.runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
    const admin = { id: operator.base.slice("/p/".length), key };
    await setUpProvider(stage.runtime, admin, "google");
    stage.server.person = { ...stage.server.person, id: "someone", email: newOperatorEmail() };
    const browser = socialVisitor(stage.runtime, admin);
    expect((await browser.signIn("google")).error).not.toBeNull();
    expect((await browser.client.getSession()).data).toBeNull();
  });
});
