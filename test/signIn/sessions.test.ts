/** How long a session lasts, who ends it, and whose it is. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { httpRuntime } from "../support/runtime";
import { begin, engines, eventsOf } from "../support/signIn";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe.each(engines)("sessions, %s", (_name, start) => {
  test("they are listed, and each can be ended by its owner, alone or with all others", async () => {
    const scene = await begin(start);
    const { client, ada, visit } = scene;
    await client.signUp.email(ada);
    const others = [visit().client, visit().client, visit().client];
    for (const other of others) await other.signIn.email(ada);
    const sessions = (await client.listSessions()).data ?? [];
    expect(sessions).toHaveLength(4);
    const mine = (await others[0]!.getSession()).data?.session.id ?? "";
    expect((await client.revokeSession({ token: mine })).error).toBeNull();
    expect((await others[0]!.getSession()).data).toBeNull();
    expect((await client.revokeOtherSessions()).error).toBeNull();
    expect([
      (await others[1]!.getSession()).data,
      (await client.getSession()).data?.user.email,
    ]).toEqual([null, ada.email]);
    expect((await client.revokeSessions()).error).toBeNull();
    expect((await client.getSession()).data).toBeNull();
    expect(await eventsOf(scene, "session.revoked")).toHaveLength(4);
  });

  test("nobody ends somebody else's", async () => {
    const { client, ada, visit } = await begin(start);
    await client.signUp.email(ada);
    const stranger = visit().client;
    await stranger.signUp.email({ ...ada, email: `b-${ada.email}` });
    const hers = (await client.getSession()).data?.session.id ?? "";
    await stranger.revokeSession({ token: hers });
    expect((await client.getSession()).data?.session.id).toBe(hers);
  });

  test("whoever acts as the user is named in the session, and in what is recorded of it", async () => {
    const scene = await begin(start);
    const { client, ada, admin, visit } = scene;
    const { data } = await client.signUp.email(ada);
    const { session } = await admin.users.impersonateUser({ userId: data?.user.id ?? "" });
    const headers = { authorization: `Bearer ${session.token}` };
    const support = visit();
    const seen = (await (await support.get("/get-session", headers)).json()) as {
      session: { impersonatedBy: string; expiresAt: string };
    };
    expect(seen.session.impersonatedBy).toMatch(/^ak_/);
    expect(Date.parse(seen.session.expiresAt)).toBe(session.expiresAt.getTime());
    expect((await support.post("/update-user", { name: "Changed" }, headers)).status).toBe(200);
    const { data: entries } = await admin.auditLogs.listEvents({ action: "user.updated" });
    expect(entries[0]?.actor).toMatchObject({ type: "api_key", id: seen.session.impersonatedBy });
    expect((await client.updateUser({ name: "Ada" })).error).toBeNull();
    const { data: own } = await admin.auditLogs.listEvents({ action: "user.updated" });
    expect(own[0]?.actor).toMatchObject({ type: "user", id: data?.user.id });
  });
});

describe("the life of a session, by the clock", () => {
  afterEach(() => void vi.useRealTimers());

  const at = (time: number) => vi.setSystemTime(time);
  const begun = async (sessions: object) => {
    const start = Date.UTC(2026, 0, 1);
    vi.useFakeTimers({ toFake: ["Date"], now: start });
    const scene = await begin(httpRuntime, { sessions });
    await scene.client.signUp.email(scene.ada);
    return { ...scene, start, alive: async () => (await scene.client.getSession()).data !== null };
  };

  test("use keeps it, for as long as the project says", async () => {
    const { start, alive } = await begun({
      inactivityTimeout: 7 * 86_400,
      maxSessionLength: 20 * 86_400,
    });
    for (let day = 3; day < 20; day += 3) {
      at(start + day * DAY);
      expect(await alive(), `day ${day}`).toBe(true);
    }
    at(start + 20 * DAY + 1);
    expect(await alive()).toBe(false);
  });

  test("without use it ends", async () => {
    const { start, alive } = await begun({ inactivityTimeout: 7 * 86_400 });
    at(start + 7 * DAY - 1_000);
    expect(await alive()).toBe(true);
    at(start + 15 * DAY);
    expect(await alive()).toBe(false);
  });

  test("a short time without use is kept up by use as well", async () => {
    const { start, alive } = await begun({ inactivityTimeout: 1_800 });
    for (let minute = 10; minute <= 120; minute += 10) {
      at(start + minute * 60_000);
      expect(await alive(), `minute ${minute}`).toBe(true);
    }
    at(start + 151 * 60_000);
    expect(await alive()).toBe(false);
  });

  test("use does not prolong an impersonation", async () => {
    const { start, client, admin, visit } = await begun({});
    const userId = (await client.getSession()).data?.user.id ?? "";
    const { session } = await admin.users.impersonateUser({ userId });
    const alive = async () =>
      (await (
        await visit().get("/get-session", { authorization: `Bearer ${session.token}` })
      ).json()) !== null;
    at(start + 40 * 60_000);
    expect(await alive()).toBe(true);
    at(start + HOUR + 1);
    expect(await alive()).toBe(false);
  });

  test("an impersonator changes no password, and so no session comes of it", async () => {
    const { ada, client, admin, visit } = await begun({});
    await admin.configuration.saveDashboardConfig({ authMethods: { twoFactor: true } });
    const userId = (await client.getSession()).data?.user.id ?? "";
    const { session } = await admin.users.impersonateUser({ userId });
    const support = visit();
    const headers = { authorization: `Bearer ${session.token}` };
    const changed = await support.post(
      "/change-password",
      {
        currentPassword: ada.password,
        newPassword: "an entirely new password",
        revokeOtherSessions: true,
      },
      headers,
    );
    expect([changed.status, await changed.json()]).toMatchObject([
      403,
      { code: "NOT_ALLOWED_IN_IMPERSONATION" },
    ]);
    expect((await client.signIn.email(ada)).error).toBeNull();
  });
});
