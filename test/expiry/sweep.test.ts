/** Ends that come with time: on time, and without a job for each row that may have one. */
import { afterEach, describe, expect, test, vi } from "vitest";
import { createSession, endSession } from "../../convex/component/sessions/model";
import { TenantWriter } from "../../convex/component/tenancy/database";
import { finishRunning } from "../support/backgroundWork";
import { allRows } from "../support/rows";
import { httpRuntime, newProject, type TestProject } from "../support/runtime";
import { isWhole } from "../support/share";
import { newOrganization, newUser } from "../support/organizations";
import { scene } from "../support/transports";

const MINUTE = 60_000;
const DAY = 86_400_000;
const SIGN_INS = isWhole ? 10_000 : 1_000;
const PER_TRANSACTION = 100;

type Engine = ReturnType<typeof httpRuntime>["engine"];

afterEach(() => void vi.useRealTimers());

const outstandingJobs = async (engine: Engine) =>
  await engine.run(
    async (ctx) =>
      (await ctx.db.system.query("_scheduled_functions").collect()).filter(
        ({ state }) => state.kind === "pending",
      ).length,
  );

/** Signs in, and out again when `ends`, in the project's own rows. */
async function signIn(
  engine: Engine,
  { id }: TestProject,
  { count, lifetime, ends }: { count: number; lifetime: number; ends: boolean },
): Promise<void> {
  await engine.run(async ({ db: raw, scheduler }) => {
    const now = Date.now();
    const db = new TenantWriter(raw, id);
    const ctx = { db, now, scheduler, record: async () => undefined };
    for (let i = 0; i < count; i++) {
      const { row } = await createSession(ctx, { userId: `usr_${i}`, expiresAt: now + lifetime });
      const stored = ends ? await db.get("sessions", row.id) : null;
      if (stored) await endSession(ctx, stored);
    }
  });
}

async function clocked() {
  vi.useFakeTimers({ now: Date.UTC(2026, 0, 1) });
  const runtime = httpRuntime();
  const { engine } = runtime;
  const advance = async (milliseconds: number) => {
    await vi.advanceTimersByTimeAsync(milliseconds);
    await finishRunning(engine);
  };
  /** Lets minutes pass, each with the sweep of crons.ts. */
  const minutes = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await runtime.run("expiry/sweep:sweep");
      await advance(MINUTE);
    }
  };
  return { runtime, engine, advance, minutes };
}

test(`${SIGN_INS} sign-ins and sign-outs leave neither jobs nor sessions behind`, async () => {
  const { runtime, engine } = await clocked();
  const project = await newProject(runtime);
  await signIn(engine, project, { count: 5, lifetime: 7 * DAY, ends: false });
  const [jobs, rows] = [await outstandingJobs(engine), await allRows(engine)];
  for (let done = 0; done < SIGN_INS; done += PER_TRANSACTION)
    await signIn(engine, project, { count: PER_TRANSACTION, lifetime: 7 * DAY, ends: true });
  expect(await outstandingJobs(engine)).toBe(jobs);
  expect(await allRows(engine)).toEqual(rows);
  expect(jobs, "those that live have none either").toBe(0);
});

test("a session ends in the millisecond of its expiry, and an extended one with its new expiry", async () => {
  const { runtime, engine, advance, minutes } = await clocked();
  const project = await newProject(runtime);
  const sessions = async () => (await allRows(engine)).sessions.length;
  const lifetime = 10 * MINUTE + 1_234;
  await signIn(engine, project, { count: 2, lifetime, ends: false });
  await minutes(10);
  await engine.run(async ({ db: raw }) => {
    const db = new TenantWriter(raw, project.id);
    const session = (await db.range("sessions", "byProjectId").first())!; // there are two
    await db.patch("sessions", session, { expiresAt: session.expiresAt + 3 * MINUTE });
  });
  await advance(1_233);
  expect(await sessions()).toBe(2);
  await advance(1);
  expect(await sessions()).toBe(1);
  await minutes(2);
  await advance(MINUTE - 1);
  expect(await sessions()).toBe(1);
  await runtime.run("expiry/sweep:sweep");
  await advance(1);
  expect(await sessions()).toBe(0);
});

test("what ends before the next sweep ends on time too", async () => {
  const { runtime, engine, advance } = await clocked();
  const project = await newProject(runtime);
  await signIn(engine, project, { count: 1, lifetime: 20_000, ends: false });
  await advance(19_999);
  expect((await allRows(engine)).sessions).toHaveLength(1);
  await advance(1);
  expect((await allRows(engine)).sessions).toEqual([]);
});

test("what ended while nothing ran ends with the next sweep, more than one transaction holds", async () => {
  const { runtime, engine, advance } = await clocked();
  const projects = [await newProject(runtime), await newProject(runtime)];
  for (const project of projects)
    await signIn(engine, project, { count: 130, lifetime: 5 * MINUTE, ends: false });
  vi.setSystemTime(Date.now() + DAY);
  await runtime.run("expiry/sweep:sweep");
  for (let i = 0; i < 5; i++) await advance(0);
  // All of them end in one millisecond: what is beyond the limit waits for the next sweep.
  await runtime.run("expiry/sweep:sweep");
  for (let i = 0; i < 5; i++) await advance(0);
  await runtime.run("expiry/sweep:sweep");
  await advance(0);
  expect((await allRows(engine)).sessions).toEqual([]);
  expect(await outstandingJobs(engine)).toBe(0);
});

describe("no job is outstanding", () => {
  test("for a ban, an invitation, a key's reminder or a mailed token, and each ends on time", async () => {
    const { client, runtime } = await scene(httpRuntime);
    const { engine } = runtime;
    vi.useFakeTimers({ now: Date.now() });
    const { id: organizationId } = await newOrganization(client);
    const { id: userId } = await newUser(client, { email: "banned@example.com" });
    const banExpires = Date.now() + DAY;
    for (let i = 0; i < 3; i++) {
      await client.users.banUser({ userId, banExpires });
      await client.users.unbanUser({ userId });
    }
    await client.users.banUser({ userId, banExpires });
    const expiresAt = new Date(Date.now() + 30 * DAY + 2 * MINUTE);
    const key = await client.apiKeys.createKey({ name: "key", expiresAt });
    const email = "invited@example.com";
    for (let i = 0; i < 3; i++) {
      const invitation = await client.organizations.sendInvitation({
        organizationId,
        email,
        role: "member",
      });
      if (i < 2) await client.organizations.revokeInvitation(invitation.id);
    }
    await vi.advanceTimersByTimeAsync(0);
    await finishRunning(engine);
    const later = await engine.run(async (ctx) =>
      (await ctx.db.system.query("_scheduled_functions").collect()).filter(
        ({ state, scheduledTime }) =>
          state.kind === "pending" && scheduledTime > Date.now() + 2 * MINUTE,
      ),
    );
    expect(later).toEqual([]);

    const endsAt = async (time: number) => {
      await vi.advanceTimersByTimeAsync(time - MINUTE - Date.now());
      await runtime.run("expiry/sweep:sweep");
      await vi.advanceTimersByTimeAsync(time - Date.now());
      await finishRunning(engine);
    };
    await endsAt(expiresAt.getTime() - 30 * DAY);
    expect(
      (await client.events.listEvents({ eventTypes: ["api_key.expiring"] })).data.map(
        ({ data }) => (data as { id: string }).id,
      ),
    ).toEqual([key.id]);
    await endsAt(banExpires);
    expect((await allRows(engine)).users).toMatchObject([{ banned: false }]);
    await endsAt(Date.now() + 6 * DAY + MINUTE);
    expect((await allRows(engine)).invitations.map(({ status }) => status)).toEqual([
      "revoked",
      "revoked",
      "expired",
    ]);
  });
});
