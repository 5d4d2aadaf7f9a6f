/** Who may work in a project: invitations, roles, and the ends of both. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { OperatorRole } from "../../convex/component/core/operatorRoles";
import { inboxOf, type Inbox } from "../support/mailbox";
import {
  beginOperator,
  newOperatorEmail,
  operatorBy,
  passSecondFactor,
  setRole,
  trustSession,
  type Operator,
  type OperatorAnswer,
} from "../support/operators";
import { httpRuntime, newProject, type RunOnRows, type TestProject } from "../support/runtime";
import { failureOf } from "../support/transports";
import { newVisitor, pathIn } from "../support/visitor";

const DAY = 86_400_000;

let runtime: ReturnType<typeof httpRuntime>;
let run: RunOnRows;
let project: TestProject;
let owner: Operator;
let inbox: Inbox;

beforeEach(async () => {
  runtime = httpRuntime();
  run = async (work) => await runtime.engine.run(async (ctx) => await work(ctx));
  inbox = await inboxOf(runtime);
  project = await newProject(runtime);
  owner = await memberWith("owner");
});
afterEach(() => vi.useRealTimers());

async function memberWith(role: OperatorRole): Promise<Operator> {
  const operator = await beginOperator(runtime, { projectId: project.id });
  await trustSession(run, operator);
  await setRole(run, operator, project.id, role);
  return operator;
}

const call = async (
  by: Omit<Operator, "id">,
  method: string,
  input: object = {},
): Promise<OperatorAnswer> =>
  await by.call(`projects.${method}`, { projectId: project.id, ...input });

interface Shown {
  readonly id: string;
  readonly email: string;
  readonly role: OperatorRole;
  readonly status: string;
  readonly operatorId: string | null;
}
async function members(): Promise<Shown[]> {
  return (await call(owner, "listMembers")).body.members as Shown[]; // the answer of the operation
}
const memberOf = async ({ id }: Operator): Promise<Shown> =>
  (await members()).find(({ operatorId }) => operatorId === id)!; // tests ask for members

async function invite(role: OperatorRole, email = newOperatorEmail(), by = owner) {
  const { status, body } = await call(by, "inviteMember", { email, role });
  expect(status, JSON.stringify(body)).toBe(200);
  return { email, member: body.member as Shown, link: await linkIn(email) };
}
async function linkIn(email: string, count = 1): Promise<string> {
  const { text } = await inbox.next(email, count);
  return /https?:\/\/\S+\/operators\/invitation\?\S+/.exec(text)![0]; // the mail has one
}
const refusals = async () =>
  (
    await runtime.client(project).auditLogs.listEvents({
      action: "project_member.invitation_refused",
      order: "asc",
      limit: 100,
    })
  ).data.map(({ metadata }) => metadata?.reason);
const click = async (link: string) =>
  await newVisitor(runtime, pathIn(link).split("/")[2]!).click(link);

describe("an invitation", () => {
  test("by mail makes an operator and a member, once, by its button alone", async () => {
    const { email, member, link } = await invite("developer");
    expect(member).toMatchObject({ email, role: "developer", status: "invited", operatorId: null });
    expect(JSON.stringify(member)).not.toContain("token");
    const opened = await runtime.fetch(pathIn(link));
    expect([opened.status, opened.headers.get("set-cookie")]).toEqual([200, null]);
    expect(await members()).toContainEqual(member);

    const invited = await operatorBy(runtime, link);
    const joined = await memberOf({ ...owner, id: await idOf(email) });
    expect(joined).toMatchObject({ id: member.id, email, role: "developer", status: "active" });
    expect(await invited.call("projects.listProjects")).toMatchObject({
      status: 403,
      body: { errors: [{ code: "mfa_required" }] },
    });
    await passSecondFactor(runtime, invited);
    expect(await call(invited, "getProject", { id: project.id })).toMatchObject({
      status: 200,
      body: { project: { id: project.id } },
    });
    expect(await call(invited, "updateProject", { id: project.id })).toMatchObject({ status: 403 });
    expect((await click(link)).status).toBe(410);
    const { data } = await runtime
      .client(project)
      .auditLogs.listEvents({ action: "project_member.added", limit: 1 });
    expect(data[0]).toMatchObject({
      actor: { type: "admin" },
      targets: [{ type: "project_member", id: member.id, name: email }],
    });
  });

  test("adds an operator of another project, and is void once that operator's state has changed", async () => {
    const other = await beginOperator(runtime, {
      email: newOperatorEmail(),
      projectId: (await newProject(runtime)).id,
    });
    const { email } = (await userRow(other.id))!;
    const { link } = await invite("support", email);
    await run(async ({ db }) => {
      for (const row of await db.query("users").collect())
        if (row.id === other.id) await db.patch(row._id, { stateVersion: 1 });
    });
    expect((await click(link)).status).toBe(410);
    await call(owner, "inviteMember", { email, role: "support", resend: true });
    expect((await click(await linkIn(email, 2))).status).toBe(200);
    expect((await memberOf(other)).role).toBe("support");
    expect((await members()).filter((each) => each.email === email)).toHaveLength(1);
  });

  test("is void after 7 days, a resend, another role, and its removal", async () => {
    const { email, member, link } = await invite("viewer");
    expect(await call(owner, "inviteMember", { email, role: "viewer" })).toMatchObject({
      status: 409,
      body: { code: "conflict", errors: [{ field: "email", code: "taken" }] },
    });
    const again = await call(owner, "inviteMember", { email, role: "viewer", resend: true });
    expect(again.body.member).toMatchObject({ id: member.id });
    expect((await click(link)).status).toBe(410);
    const second = await linkIn(email, 2);
    await call(owner, "updateMember", { memberId: member.id, role: "admin" });
    expect((await click(second)).status).toBe(410);
    const third = await linkIn(email, 3);
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Date.now() + 7 * DAY);
    expect((await click(third)).status).toBe(410);
    vi.useRealTimers();
    expect(await call(owner, "removeMember", { memberId: member.id })).toMatchObject({
      status: 200,
    });
    expect((await click(third)).status).toBe(410);
    expect((await members()).map((each) => each.email)).not.toContain(email);
  });

  test("ends with its sender's membership, and with the ban of whom it is for", async () => {
    const sender = await memberWith("admin");
    const { link } = await invite("viewer", newOperatorEmail(), sender);
    await call(owner, "removeMember", { memberId: (await memberOf(sender)).id });
    expect((await click(link)).status).toBe(410);

    const banned = await beginOperator(runtime);
    const { email } = (await userRow(banned.id))!;
    const { link: forBanned } = await invite("viewer", email);
    await run(async ({ db }) => {
      for (const row of await db.query("users").collect())
        if (row.id === banned.id) await db.patch(row._id, { banned: true });
    });
    expect((await click(forBanned)).status).toBe(410);
    expect(await refusals()).toEqual(["sender", "banned"]);
  });

  test("that is refused is in the project's audit log, at most 20 times a minute", async () => {
    const { email, member, link } = await invite("viewer");
    await call(owner, "inviteMember", { email, role: "viewer", resend: true });
    vi.useFakeTimers({ toFake: ["Date"] });
    vi.setSystemTime(Math.ceil(Date.now() / 60_000) * 60_000);
    for (let i = 0; i < 40; i++) expect((await click(link)).status).toBe(410);
    expect(new Set(await refusals())).toEqual(new Set(["unknown"]));
    expect((await refusals()).length).toBeLessThanOrEqual(20);
    vi.setSystemTime(Date.now() + 8 * DAY);
    expect((await click(await linkIn(email, 2))).status).toBe(410);
    const { data } = await runtime
      .client(project)
      .auditLogs.listEvents({ action: "project_member.invitation_refused", limit: 1 });
    expect(data).toMatchObject([
      {
        actor: { type: "system", id: "anonymous" },
        outcome: "denied",
        metadata: { reason: "expired" },
        targets: [{ type: "project_member", id: member.id, name: email }],
      },
    ]);
  });

  test("opens nothing at another project's name or path", async () => {
    const { link } = await invite("viewer");
    const other = await newProject(runtime);
    expect((await click(link.replace(project.id, other.id))).status).toBe(410);
    const [, , adminId = ""] = pathIn(link).split("/");
    expect((await runtime.fetch(pathIn(link).replace(adminId, other.id))).status).toBe(404);
    expect((await click(link)).status).toBe(200);
  });

  test("is the admin project's mail, and nothing of it is the project's", async () => {
    await invite("viewer");
    await run(async ({ db }) => {
      const mails = await db.query("mails").collect();
      expect(mails.map(({ template }) => template)).toEqual(["operator-invitation"]);
      expect(mails[0]!.projectId).toBe(owner.base.slice("/p/".length));
    });
  });
});

describe("no member gives, changes or takes a role above its own", () => {
  test("an admin none of an owner, a developer none at all", async () => {
    const [admin, developer] = [await memberWith("admin"), await memberWith("developer")];
    const top = await memberOf(owner);
    const refused = { status: 403, body: { code: "forbidden" } };
    const email = newOperatorEmail();
    expect(await call(admin, "inviteMember", { email, role: "owner" })).toMatchObject(refused);
    const own = await memberOf(admin);
    for (const memberId of [top.id, own.id])
      expect(await call(admin, "updateMember", { memberId, role: "owner" })).toMatchObject(refused);
    expect(await call(admin, "updateMember", { memberId: top.id, role: "viewer" })).toMatchObject(
      refused,
    );
    expect(await call(admin, "removeMember", { memberId: top.id })).toMatchObject(refused);
    for (const [method, input] of [
      ["inviteMember", { email, role: "viewer" }],
      ["updateMember", { memberId: own.id, role: "viewer" }],
      ["removeMember", { memberId: own.id }],
    ] as const)
      expect(await call(developer, method, input), method).toMatchObject(refused);
    const { email: invited } = await invite("owner");
    expect(
      await call(admin, "inviteMember", { email: invited, role: "viewer", resend: true }),
    ).toMatchObject(refused);
    expect((await memberOf(owner)).role).toBe("owner");
  });

  test("a key grants what it holds", async () => {
    const { key } = await runtime
      .client(project)
      .apiKeys.createKey({ name: "members", permissions: ["project_member.*"] });
    const client = runtime.client({ id: project.id, key });
    const invitation = { email: newOperatorEmail(), role: "viewer" as const };
    expect(await failureOf(client.projects.inviteMember(invitation))).toMatchObject({
      status: 403,
    });
    await runtime.client(project).projects.inviteMember(invitation);
  });
});

describe("the last owner stays", () => {
  test("by role and by removal, whatever other members there are", async () => {
    await memberWith("admin");
    const { id: memberId } = await memberOf(owner);
    const last = { status: 409, body: { code: "conflict", message: /last owner/ } };
    for (const [method, input] of [
      ["updateMember", { memberId, role: "admin" }],
      ["removeMember", { memberId }],
    ] as const) {
      const { status, body } = await call(owner, method, input);
      expect([status, body.code], method).toEqual([last.status, last.body.code]);
      expect(body.message).toMatch(last.body.message);
    }
    await invite("owner"); // an invitation is no owner yet
    expect(await call(owner, "removeMember", { memberId })).toMatchObject({ status: 409 });
    expect(await call(owner, "updateMember", { memberId, role: "owner" })).toMatchObject({
      status: 200,
    });
  });

  test("a banned owner does not count, a second one does", async () => {
    const second = await memberWith("owner");
    const setBanned = async (banned: boolean) =>
      await run(async ({ db }) => {
        for (const row of await db.query("users").collect())
          if (row.id === second.id) await db.patch(row._id, { banned });
      });
    const { id: memberId } = await memberOf(owner);
    await setBanned(true);
    expect(await call(owner, "removeMember", { memberId })).toMatchObject({ status: 409 });
    await setBanned(false);
    expect(await call(owner, "removeMember", { memberId })).toMatchObject({ status: 200 });
    expect(await call(owner, "listMembers")).toMatchObject({ status: 404 });
  });
});

test("a removed or changed member loses what it may do with the next request", async () => {
  const member = await memberWith("admin");
  const { id: memberId } = await memberOf(member);
  expect(await call(member, "listMembers")).toMatchObject({ status: 200 });
  await call(owner, "updateMember", { memberId, role: "viewer" });
  expect(await member.call("apiKeys.listKeys", { projectId: project.id })).toMatchObject({
    status: 403,
  });
  await call(owner, "removeMember", { memberId });
  expect(await call(member, "listMembers")).toMatchObject({
    status: 404,
    body: { message: "Project not found" },
  });
});

test("members of another project are not found, and the admin project has none", async () => {
  const other = await newProject(runtime);
  const foreign = await beginOperator(runtime, { projectId: other.id });
  const { members: there } = await runtime.client(other).projects.listMembers();
  expect(there.map(({ operatorId }) => operatorId)).toEqual([foreign.id]);
  for (const [method, input] of [
    ["updateMember", { memberId: there[0]!.id, role: "viewer" }],
    ["removeMember", { memberId: there[0]!.id }],
  ] as const)
    expect(await call(owner, method, input), method).toMatchObject({ status: 404 });
  expect((await runtime.client(other).projects.listMembers()).members).toEqual(there);
  const { key } = await runtime.setup<{ key: string }>("createAdminKey", { name: "admin" });
  const admin = runtime.client({ id: owner.base.slice("/p/".length), key });
  expect(
    await failureOf(admin.projects.inviteMember({ email: newOperatorEmail(), role: "viewer" })),
  ).toMatchObject({ status: 409 });
  expect((await admin.projects.listMembers()).members).toEqual([]);
});

test("inviting, changing and removing need a recent sign-in", async () => {
  const { id: memberId } = await memberOf(await memberWith("viewer"));
  vi.useFakeTimers({ toFake: ["Date"] });
  vi.setSystemTime(Date.now() + 11 * 60_000);
  for (const [method, input] of [
    ["inviteMember", { email: newOperatorEmail(), role: "viewer" }],
    ["updateMember", { memberId, role: "support" }],
    ["removeMember", { memberId }],
  ] as const)
    expect(await call(owner, method, input), method).toMatchObject({
      status: 403,
      body: { errors: [{ code: "step_up_required" }] },
    });
  expect(await call(owner, "listMembers")).toMatchObject({ status: 200 });
});

async function userRow(id: string): Promise<{ email: string } | undefined> {
  let found: { email: string } | undefined;
  await run(async ({ db }) => {
    found = (await db.query("users").collect()).find((row) => row.id === id);
  });
  return found;
}
async function idOf(email: string): Promise<string> {
  let id = "";
  await run(async ({ db }) => {
    id = (await db.query("users").collect()).find((row) => row.email === email)!.id;
  });
  return id;
}
