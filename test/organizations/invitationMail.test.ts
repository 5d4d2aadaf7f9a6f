/** The mail that an invitation sends: where it leads, and who learns of its token. */
import { beforeAll, describe, expect, test } from "vitest";
import { PermissionSet } from "../../convex/component/core/permissions";
import { sendInvitation } from "../../convex/component/organizations/invitations";
import { sha256 } from "../../convex/component/core/secrets";
import { resolveCaller } from "../../convex/component/tenancy/caller";
import { TenantWriter } from "../../convex/component/tenancy/database";
import { Outbox } from "../../convex/component/tenancy/outbox";
import { Recorder } from "../../convex/component/tenancy/records";
import { inboxOf, type Inbox } from "../support/mailbox";
import { newOrganization, newUser, respond } from "../support/organizations";
import { allRows, textOf } from "../support/rows";
import { httpRuntime, newProject, type Runtime } from "../support/runtime";
import { failureOf, scene, transports, type Scene } from "../support/transports";

let serial = 0;
const address = () => `invited-${process.pid}-${Date.now()}-${serial++}@example.com`;

const page = "https://app.example.com/join?step=1";
const client = {
  name: "App",
  type: "web" as const,
  redirectUris: [page],
  trustedOrigins: ["https://other.example.com"],
};

/** The one link of the mail. */
const linkIn = (text: string) => new URL(/https?:\S+/.exec(text)![0]);
const tokenIn = (text: string) => linkIn(text).searchParams.get("invitation")!;

describe.each(transports)("the mail of an invitation %s", (_name, start) => {
  let stage: Scene<Runtime>;
  let inbox: Inbox;
  let organizationId: string;
  beforeAll(async () => {
    stage = await scene(start, { name: "Planner" });
    inbox = await inboxOf(stage.runtime);
    await stage.client.authClients.createClient(client);
    organizationId = (await newOrganization(stage.client, { name: "Analytical Engines" })).id;
  });
  const invite = async (email: string, more: { redirectUrl?: string; resend?: boolean } = {}) =>
    await stage.client.organizations.sendInvitation({
      organizationId,
      email,
      role: "member",
      ...more,
    });

  test("names the organization, and leads to the registered page with a token that accepts", async () => {
    const email = address();
    const answer = await invite(email, { redirectUrl: page });
    const { subject, text, html, template } = await inbox.next(email);
    expect([template, subject]).toEqual(["invitation", "Join Analytical Engines on Planner"]);
    expect(text).not.toMatch(/sent you this invitation/);
    const link = linkIn(text);
    expect(link.origin + link.pathname).toBe("https://app.example.com/join");
    expect([...link.searchParams]).toEqual([
      ["step", "1"],
      ["invitation", expect.stringMatching(/^[0-9a-f]{64}$/)],
    ]);
    expect(html).toContain(link.href.replaceAll("&", "&amp;"));
    expect(JSON.stringify(answer)).not.toContain(tokenIn(text));
    const { id: userId } = await newUser(stage.client, { email, emailVerified: true });
    expect(
      await respond(stage.runtime, stage.project, "accept", {
        userId,
        invitation: { token: tokenIn(text) },
      }),
    ).toBeNull();
    expect(
      (await stage.client.organizations.getMember({ organizationId, memberIdOrUserId: userId }))
        .source,
    ).toBe("invitation");
  });

  test("leads to any page of a trusted origin, of a client or of the project", async () => {
    await stage.client.configuration.saveDashboardConfig({
      sessions: { corsOrigins: ["https://console.example.com"] },
    });
    for (const redirectUrl of [
      "https://other.example.com/welcome",
      "https://console.example.com/",
    ]) {
      const email = address();
      await invite(email, { redirectUrl });
      expect(linkIn((await inbox.next(email)).text).href).toMatch(
        new RegExp(`^${redirectUrl}\\?invitation=[0-9a-f]{64}$`),
      );
    }
  });

  test("without a page leads to the runtime's own, whatever the request says about its address", async () => {
    const email = address();
    await invite(email);
    const { text, html } = await inbox.next(email);
    const link = linkIn(text);
    expect(link.pathname).toMatch(new RegExp(`/p/${stage.project.id}/invitation$`));
    expect([...link.searchParams]).toEqual([["token", expect.stringMatching(/^[0-9a-f]{64}$/)]]);
    expect(html).toContain(link.href);
    expect(text).toContain(
      "To accept it, sign in to Planner with the email address this invitation was sent to.",
    );
  });

  test.each([
    ["another host", "https://evil.example/join"],
    ["more than what is registered", `${page}&next=1`],
    ["less than what is registered", "https://app.example.com/join"],
    ["an origin as a part of another", "https://other.example.com.evil.example/"],
    ["a trusted host with a user's name", "https://other.example.com@evil.example/"],
    ["a trusted host without TLS", "http://other.example.com/"],
    ["a script", "javascript:alert(1)"],
    ["another spelling", "https://other.example.com/\tjoin"],
  ])("leads nowhere else: %s", async (_what, redirectUrl) => {
    const email = address();
    expect(await failureOf(invite(email, { redirectUrl }))).toMatchObject({
      status: 422,
      errors: [{ field: "redirectUrl" }],
    });
    expect(
      (
        await stage.client.organizations.listInvitations({ organizationId, limit: 100 })
      ).data.filter((each) => each.email === email),
    ).toEqual([]);
  });

  test("does not lead to a page of a disabled client, or of another project's", async () => {
    const other = stage.runtime.client(await newProject(stage.runtime));
    await other.authClients.createClient({
      ...client,
      redirectUris: ["https://elsewhere.example.com/join"],
      trustedOrigins: ["https://elsewhere.example.com"],
    });
    const { clientId } = await stage.client.authClients.createClient({
      ...client,
      redirectUris: ["https://off.example.com/join"],
      trustedOrigins: ["https://off.example.com"],
    });
    await stage.client.authClients.updateClient({ clientId, disabled: true });
    for (const host of ["elsewhere", "off"])
      expect(
        await failureOf(invite(address(), { redirectUrl: `https://${host}.example.com/join` })),
      ).toMatchObject({ status: 422 });
  });

  test("comes again with resend, and then the token before is no good", async () => {
    const email = address();
    await invite(email, { redirectUrl: page });
    const first = tokenIn((await inbox.next(email)).text);
    expect(await failureOf(invite(email, { redirectUrl: page }))).toMatchObject({ status: 409 });
    await invite(email, { redirectUrl: page, resend: true });
    const second = tokenIn((await inbox.next(email, 2)).text);
    expect(await inbox.messages(email), "the refused one sent none").toHaveLength(2);
    const { id: userId } = await newUser(stage.client, { email, emailVerified: true });
    expect(
      await respond(stage.runtime, stage.project, "accept", {
        userId,
        invitation: { token: first },
      }),
    ).toBe("not_found");
    expect(
      await respond(stage.runtime, stage.project, "accept", {
        userId,
        invitation: { token: second },
      }),
    ).toBeNull();
    expect(
      await respond(stage.runtime, stage.project, "accept", {
        userId,
        invitation: { token: second },
      }),
    ).toBe("conflict");
  });
});

describe("on the test engine", () => {
  test("the token is in no row, no record and no job's arguments; its hash is", async () => {
    const { client: banata, runtime } = await scene(httpRuntime);
    const inbox = await inboxOf(runtime);
    await banata.authClients.createClient(client);
    const email = address();
    await banata.organizations.sendInvitation({
      organizationId: (await newOrganization(banata)).id,
      email,
      role: "member",
      redirectUrl: page,
    });
    const queued = textOf(await allRows(runtime.engine));
    const token = tokenIn((await inbox.next(email)).text);
    const jobs = textOf(
      await runtime.engine.run(
        async (ctx) => await ctx.db.system.query("_scheduled_functions").collect(),
      ),
    );
    for (const stored of [queued, textOf(await allRows(runtime.engine)), jobs])
      expect(stored).not.toContain(token);
    expect(queued).toContain(await sha256(token));
  });

  test("who invites is named when it is a person", async () => {
    const { client: banata, runtime, project } = await scene(httpRuntime);
    const inbox = await inboxOf(runtime);
    const email = address();
    const { id: organizationId } = await newOrganization(banata);
    const { user } = await banata.users.createUser({ email: address(), name: "Charles Babbage" });
    await runtime.engine.mutation(async (ctx) => {
      const now = Date.now();
      const app = await resolveCaller(ctx.db, { kind: "app", projectId: project.id }, now);
      const caller = {
        ...app,
        permissions: PermissionSet.all,
        actor: { type: "user" as const, id: user.id, name: user.name },
      };
      const db = new TenantWriter(ctx.db, project.id);
      const recorder = new Recorder({
        db,
        actor: caller.actor,
        request: { id: "test", ip: null, userAgent: null },
        now,
        outbox: new Outbox(db, ctx.scheduler, false),
      });
      const context = {
        db,
        now,
        caller,
        operation: "",
        requestId: "test",
        lookedUp: null,
        scheduler: ctx.scheduler,
        child: ctx,
        hasNodeFile: async () => false,
        setHasWebhooks: async () => undefined,
        record: recorder.record.bind(recorder),
        event: recorder.event.bind(recorder),
        audit: recorder.audit.bind(recorder),
      };
      await sendInvitation(context, { organizationId, email, role: ["member"] });
    });
    expect((await inbox.next(email)).text).toContain("Charles Babbage sent you this invitation.");
  });
});
