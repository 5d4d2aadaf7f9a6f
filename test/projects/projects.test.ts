import { describe, expect, test } from "vitest";
import type { WireClient } from "../support/wireClient";
import {
  deployedRuntime,
  httpRuntime,
  inProcessRuntime,
  newProject,
  type Runtime,
} from "../support/runtime";
import { failureOf, keyWith, scene, transports, wires } from "../support/transports";

const uniqueSlug = () => `slug-${crypto.randomUUID().slice(0, 13)}`;

/** A client with a key of the admin project. */
async function adminOf(runtime: Runtime): Promise<WireClient> {
  const { key } = await runtime.setup("createAdminKey", { name: "operator" });
  return runtime.client({ id: "", key });
}

describe.each(wires)("projects, to the admin project's key, %s", (_name, start) => {
  test("can be made, with only a name and a slug, or with every field", async () => {
    const admin = await adminOf(start());
    const before = Date.now();
    const [slug, other] = [uniqueSlug(), uniqueSlug()];
    const { success, project } = await admin.projects.createProject({ name: "Shop", slug });
    expect(success).toBe(true);
    expect(project).toEqual({
      id: project.id,
      name: "Shop",
      slug,
      description: null,
      logoUrl: null,
      environment: null,
      keyPrefix: "sk_live_",
      serviceName: null,
      authDomains: [],
      statusUrl: null,
      ownerId: null,
      createdAt: project.createdAt,
      updatedAt: project.createdAt,
    });
    expect(project.id).toMatch(/^proj_[0-9A-HJKMNP-TV-Z]{26}$/);
    expect(project.createdAt).toBeGreaterThanOrEqual(before - 1); // epoch milliseconds, a number
    const fields = {
      name: "Full",
      slug: other,
      description: "Everything",
      logoUrl: "https://example.com/logo.png",
      environment: "staging",
      keyPrefix: "sk_stage_",
      serviceName: "Corner Shop",
      authDomains: ["auth.example.com"],
      statusUrl: "https://status.example.com/",
    };
    expect((await admin.projects.createProject(fields)).project).toMatchObject(fields);
    expect((await admin.projects.getProject(project.id)).project).toEqual(project);
  });

  test("are all there, newest first", async () => {
    const runtime = start();
    const admin = await adminOf(runtime);
    const first = await newProject(runtime);
    const { project } = await admin.projects.createProject({ name: "Second", slug: uniqueSlug() });
    const ids = (await admin.projects.listProjects()).projects.map(({ id }) => id);
    expect(ids).toEqual(
      expect.arrayContaining([
        first.id,
        project.id,
        (await admin.projects.getCurrentProject()).project.id,
      ]),
    );
    expect(ids.indexOf(project.id)).toBeLessThan(ids.indexOf(first.id));
    expect((await admin.projects.getProject("proj_x")).project).toBeNull();
  });

  test.each<[string, object]>([
    ["name", { name: "Renamed" }],
    ["description", { description: "Described" }],
    ["description to none", { description: null }],
    ["logoUrl", { logoUrl: "https://example.com/new.png" }],
    ["logoUrl to none", { logoUrl: null }],
    ["environment", { environment: "production" }],
    ["environment to none", { environment: null }],
    ["keyPrefix", { keyPrefix: "sk_new_" }],
    ["nothing", {}],
  ])("change in %s alone", async (_field, change) => {
    const admin = await adminOf(start());
    const { project } = await admin.projects.createProject({
      name: "P",
      slug: uniqueSlug(),
      description: "D",
      logoUrl: "https://example.com/l.png",
    });
    const after = (await admin.projects.updateProject({ id: project.id, ...change })).project;
    expect(after).toEqual({ ...project, ...change, updatedAt: after.updatedAt });
    expect((await admin.projects.getProject({ id: project.id })).project).toEqual(after);
  });

  test("have a slug of their own: a taken one is refused, one's own is fine, an old one is free", async () => {
    const admin = await adminOf(start());
    const [slug, free] = [uniqueSlug(), uniqueSlug()];
    const { project } = await admin.projects.createProject({ name: "First", slug });
    const second = (await admin.projects.createProject({ name: "Second", slug: uniqueSlug() }))
      .project;
    const taken = { status: 409, code: "conflict", errors: [{ field: "slug", code: "taken" }] };
    await expect(admin.projects.createProject({ name: "Third", slug })).rejects.toMatchObject(
      taken,
    );
    await expect(admin.projects.updateProject({ id: second.id, slug })).rejects.toMatchObject(
      taken,
    );
    expect((await admin.projects.updateProject({ id: project.id, slug })).project.slug).toBe(slug);
    await admin.projects.updateProject({ id: project.id, slug: free });
    expect((await admin.projects.createProject({ name: "Third", slug })).project.slug).toBe(slug);
  });

  test.each(["", "Shop", "a b", "a_b", "a~proj", "ü", "x".repeat(64)])(
    "refuse the slug %j",
    async (slug) => {
      const admin = await adminOf(start());
      await expect(admin.projects.createProject({ name: "P", slug })).rejects.toMatchObject({
        status: 422,
        errors: [{ field: "slug" }],
      });
    },
  );

  test("have a name of at most 100 characters", async () => {
    const admin = await adminOf(start());
    await expect(
      admin.projects.createProject({ name: "x".repeat(101), slug: uniqueSlug() }),
    ).rejects.toMatchObject({ status: 422, errors: [{ field: "name" }] });
    expect(
      (await admin.projects.createProject({ name: "x".repeat(100), slug: uniqueSlug() })).success,
    ).toBe(true);
  });

  test("go with their credentials and their slug at once; nothing of them is found again", async () => {
    const started = await scene(start);
    const { runtime, client, project } = started;
    const admin = await adminOf(runtime);
    const limited = await keyWith(started, ["user.read"]);
    const { slug } = (await client.projects.getCurrentProject()).project;
    await client.users.createUser({ email: "a@example.com", name: "A" });

    expect(await admin.projects.deleteProject(project.id)).toEqual({ success: true });
    for (const refused of [client, limited.client]) {
      expect(await failureOf(refused.users.listUsers())).toMatchObject({
        status: 401,
        message: "Invalid or missing API key",
      });
    }
    expect((await admin.projects.getProject(project.id)).project).toBeNull();
    expect((await admin.projects.listProjects()).projects.map(({ id }) => id)).not.toContain(
      project.id,
    );
    for (const call of [
      () => admin.projects.deleteProject(project.id),
      () => admin.projects.updateProject({ id: project.id, name: "x" }),
    ]) {
      expect(await failureOf(call())).toMatchObject({ status: 404, message: "Project not found" });
    }
    await expect(runtime.setup("createKey", { projectId: project.id, name: "k" })).rejects.toThrow(
      /not found/,
    );
    expect((await admin.projects.createProject({ name: "Again", slug })).project.slug).toBe(slug);
  });

  test("do not include a way to delete the admin project, or to open it", async () => {
    const runtime = start();
    const admin = await adminOf(runtime);
    const own = (await admin.projects.getCurrentProject()).project;
    expect(own.slug).toBe("admin");
    expect(await failureOf(admin.projects.deleteProject(own.id))).toMatchObject({
      status: 403,
      message: "The admin project cannot be deleted",
    });
    expect(
      await failureOf(admin.users.createUser({ email: "me@example.com", name: "Me" })),
    ).toMatchObject({ status: 403, message: expect.stringContaining("closed") as string });
    const email = `${uniqueSlug()}@example.com`;
    const operator = await runtime.setup<{ id: string; role: string }>("createOperator", {
      email,
      name: "Op",
    });
    expect(operator).toMatchObject({ email, emailVerified: true, role: "super_admin" });
    expect((await admin.users.getUser(operator.id)).email).toBe(email);
    const { key } = await runtime.setup("createAdminKey", { name: "second" });
    expect((await runtime.client({ id: "", key }).projects.getCurrentProject()).project.id).toBe(
      own.id,
    ); // there is one admin project
  });
});

describe.each(transports)("a project's own credential %s", (_name, start) => {
  test("sees its project and no other, and cannot make or delete one", async () => {
    const runtime = start();
    const [own, other] = [await newProject(runtime), await newProject(runtime)];
    const client = runtime.client(own);
    const { project } = await client.projects.getCurrentProject();
    expect(project.id).toBe(own.id);
    expect(await client.projects.listProjects()).toEqual({ projects: [project] });
    expect(await client.projects.getProject(own.id)).toEqual({ project });
    expect(await client.projects.getProject(other.id)).toEqual({ project: null });

    expect(
      await failureOf(client.projects.createProject({ name: "New", slug: uniqueSlug() })),
    ).toMatchObject({ status: 403, message: "Only the admin project may create projects" });
    expect(await failureOf(client.projects.ensureDefaultProject())).toMatchObject({ status: 403 });
    expect(await failureOf(client.projects.deleteProject(own.id))).toMatchObject({
      status: 403,
      message: "A project cannot be deleted with its own key; use a key of the admin project",
    });
    for (const call of [
      () => client.projects.deleteProject(other.id),
      () => client.projects.updateProject({ id: other.id, name: "Mine" }),
    ]) {
      expect(await failureOf(call())).toMatchObject({ status: 404, message: "Project not found" });
    }
    expect(
      (await client.projects.updateProject({ id: own.id, name: "Renamed" })).project,
    ).toMatchObject({ id: own.id, name: "Renamed" });
    expect((await runtime.client(other).projects.getCurrentProject()).project.name).not.toBe(
      "Mine",
    );
  });
});

describe.each(wires)("a limited key of a project %s", (_name, start) => {
  test("may read, or change, what its permissions say", async () => {
    const started = await scene(start);
    const reader = await keyWith(started, ["project.read"]);
    expect((await reader.client.projects.listProjects()).projects).toHaveLength(1);
    const missing = { status: 403, message: "Missing permission: project.update" };
    expect(
      await failureOf(reader.client.projects.updateProject({ id: started.project.id, name: "x" })),
    ).toMatchObject(missing);
    const writer = await keyWith(started, ["project.update"]);
    expect(
      (await writer.client.projects.updateProject({ id: started.project.id, name: "x" })).project
        .name,
    ).toBe("x");
    expect(await failureOf(writer.client.projects.listProjects())).toMatchObject({
      status: 403,
      message: "Missing permission: project.read",
    });
  });
});

describe("the default project, on the test engine", () => {
  test("is made once, and is the one that was configured when there is one", async () => {
    const runtime = httpRuntime();
    const admin = await adminOf(runtime);
    const { created, project } = await admin.projects.ensureDefaultProject();
    expect([created, project.slug]).toEqual([true, "default"]);
    expect(await admin.projects.ensureDefaultProject()).toEqual({ created: false, project });

    const other = await newProject(runtime);
    await runtime.setup("setDefaultProject", { projectId: other.id });
    expect(await admin.projects.ensureDefaultProject()).toMatchObject({
      created: false,
      project: { id: other.id },
    });
    const { id } = await runtime.setup("createProject", { name: "D", slug: "d", isDefault: true });
    expect(await admin.projects.ensureDefaultProject()).toMatchObject({
      created: false,
      project: { id },
    });
    expect((await admin.projects.listProjects()).projects).toHaveLength(4);
  });

  test("is made anew after it was deleted, its slug being free at once", async () => {
    const admin = await adminOf(httpRuntime());
    const first = (await admin.projects.ensureDefaultProject()).project;
    await admin.projects.deleteProject(first.id);
    const second = await admin.projects.ensureDefaultProject();
    expect(second).toMatchObject({ created: true, project: { slug: "default" } });
    expect(second.project.id).not.toBe(first.id);
  });

  test("cannot be one that is not there", async () => {
    await expect(httpRuntime().setup("setDefaultProject", { projectId: "proj_x" })).rejects.toThrow(
      /not found/,
    );
  });
});

test("an app that names a project which is not there is told so", async () => {
  const runtime = inProcessRuntime();
  expect(
    await failureOf(runtime.client({ id: "proj_x", key: "" }).users.listUsers()),
  ).toMatchObject({ status: 404, code: "not_found", message: "Project not found" });
});

test("of parallel projects with one slug exactly one is made, on the local deployment", async () => {
  const admin = await adminOf(deployedRuntime());
  const slug = uniqueSlug();
  const results = await Promise.allSettled(
    Array.from(
      { length: 8 },
      async (_, i) => await admin.projects.createProject({ name: `P${i}`, slug }),
    ),
  );
  const refused = results
    .filter((result) => result.status === "rejected")
    .map(({ reason }) => reason as unknown);
  expect(refused).toHaveLength(7);
  for (const error of refused) expect(error).toMatchObject({ status: 409, code: "conflict" });
  expect(
    (await admin.projects.listProjects()).projects.filter((project) => project.slug === slug),
  ).toHaveLength(1);
});
