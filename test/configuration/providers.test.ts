import { describe, expect, test, vi } from "vitest";
import {
  loadAllSocialCredentials,
  loadSocialCredentials,
} from "../../convex/component/configuration/credentials";
import { seal } from "../../convex/component/core/secrets";
import { TenantReader } from "../../convex/component/tenancy/database";
import { finishRunning } from "../support/backgroundWork";
import { allRows, textOf, type Engine } from "../support/rows";
import { deployedRuntime, httpRuntime, newProject } from "../support/runtime";
import { failureOf, scene, transports } from "../support/transports";

const clientSecret = "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n";
const google = { providerId: "google" as const, clientId: "123.apps.example", clientSecret };

const opened = async (engine: Engine, projectId: string, provider: string) =>
  await engine.run(
    async (ctx) =>
      await loadSocialCredentials(new TenantReader(ctx.db as never, projectId), provider),
  ); // the engine's types know another name for the same database

describe.each(transports)("social providers %s", (_name, start) => {
  test("a provider is set up, changed, switched off and on, and forgotten", async () => {
    const { client } = await scene(start);
    const { configuration } = client;
    const { providers, config } = await configuration.saveSocialProviderCredential(google);
    expect(providers).toEqual({
      google: {
        clientId: google.clientId,
        tenantId: null,
        issuer: null,
        hasClientSecret: true,
        enabled: true,
        updatedAt: expect.any(Number),
      },
    });
    expect(config.socialProviders.google).toEqual({ enabled: true });
    expect(await configuration.getSocialProviderCredentials()).toEqual({ providers });

    // Without a secret the old one stays.
    const changed = await configuration.saveSocialProviderCredential({
      providerId: "google",
      clientId: "456.apps.example",
      enabled: false,
    });
    expect(changed.providers.google).toMatchObject({
      clientId: "456.apps.example",
      hasClientSecret: true,
      enabled: false,
    });
    expect(changed.config.socialProviders.google?.enabled).toBe(false);
    expect(
      (await configuration.saveDashboardConfig({ socialProviders: { google: { enabled: true } } }))
        .socialProviders.google?.enabled,
    ).toBe(true);
    expect(
      (
        await configuration.saveSocialProviderCredential({
          providerId: "google",
          clientId: "456.apps.example",
        })
      ).providers.google?.enabled,
    ).toBe(true);

    const gone = await configuration.deleteSocialProviderCredential("google");
    expect(gone.providers).toEqual({});
    expect(gone.config.socialProviders.google?.enabled).toBe(false);
    expect(await failureOf(configuration.deleteSocialProviderCredential("google"))).toMatchObject({
      status: 404,
    });
    const { data } = await client.events.listEvents({ eventTypes: ["config.*"] });
    expect(data.map(({ type }) => type)).toEqual([
      ...[
        "config.social_provider_saved",
        "config.social_provider_saved",
        "config.updated",
        "config.social_provider_saved",
        "config.social_provider_deleted",
      ],
    ]);
  });

  test("a secret is never shown: not in answers, events or audit entries", async () => {
    const { client } = await scene(start);
    const answers = [
      await client.configuration.saveSocialProviderCredential(google),
      await client.configuration.saveSocialProviderCredential({
        ...google,
        clientSecret: `${clientSecret}-2`,
      }),
      await client.configuration.getSocialProviderCredentials(),
      await client.configuration.getDashboardConfig(),
      await client.events.listEvents({ limit: 200 }),
      await client.auditLogs.listEvents({ limit: 100 }),
      await client.configuration.deleteSocialProviderCredential("google"),
    ];
    expect(textOf(answers)).not.toContain(clientSecret);
    expect(textOf(answers)).not.toMatch(/sealed/i);
  });

  test("a provider without credentials cannot be switched on, only off", async () => {
    const { client } = await scene(start);
    expect(
      await failureOf(
        client.configuration.saveDashboardConfig({
          socialProviders: { github: { enabled: true } },
        }),
      ),
    ).toMatchObject({ status: 409, code: "conflict" });
    await client.configuration.saveDashboardConfig({
      socialProviders: { github: { enabled: false } },
    });
  });

  test("a secret goes only where it was given for", async () => {
    const { client } = await scene(start);
    const gitlab = { providerId: "gitlab" as const, clientId: "app" };
    await client.configuration.saveSocialProviderCredential({
      ...gitlab,
      clientSecret,
      issuer: "https://gitlab.acme.example",
    });
    const elsewhere = client.configuration.saveSocialProviderCredential({
      ...gitlab,
      issuer: "https://gitlab.evil.example",
    });
    expect(await failureOf(elsewhere)).toMatchObject({
      status: 422,
      errors: [{ field: "clientSecret" }],
    });
    expect(
      await failureOf(
        client.configuration.saveSocialProviderCredential({ ...gitlab, issuer: null }),
      ),
    ).toMatchObject({ status: 422 });
    const moved = await client.configuration.saveSocialProviderCredential({
      ...gitlab,
      issuer: "https://gitlab.acme.example/git",
      clientSecret: "another",
    });
    expect(moved.providers.gitlab).toMatchObject({ issuer: "https://gitlab.acme.example/git" });
  });

  test.each([
    ["providerId", { ...google, providerId: "myspace" }],
    ["clientId", { ...google, clientId: "" }],
    ["clientSecret", { ...google, clientSecret: "" }],
    ["clientSecret", { providerId: "google", clientId: "x" }],
    ["tenantId", { ...google, tenantId: "common" }],
    ["issuer", { ...google, issuer: "https://gitlab.example.com" }],
    ["tenantId", { ...google, providerId: "microsoft", tenantId: "../evil" }],
    ["issuer", { ...google, providerId: "gitlab", issuer: "http://gitlab.example.com" }],
    ["issuer", { ...google, providerId: "gitlab", issuer: "https://user@gitlab.example.com" }],
    ["issuer", { ...google, providerId: "gitlab", issuer: "https://gitlab.example.com/?x" }],
    ["issuer", { ...google, providerId: "gitlab", issuer: "https://10.0.0.5" }],
    ["issuer", { ...google, providerId: "gitlab", issuer: "https://169.254.169.254" }],
    ["issuer", { ...google, providerId: "gitlab", issuer: "https://[fd00::1]" }],
    ["issuer", { ...google, providerId: "gitlab", issuer: "https://gitlab" }],
    ["issuer", { ...google, providerId: "gitlab", issuer: "https://gitlab.internal" }],
    ["secret", { ...google, secret: "x" }],
  ])("bad input is refused by its field: %s", async (field, input) => {
    const { client } = await scene(start);
    const error = await failureOf(client.configuration.saveSocialProviderCredential(input));
    expect(error).toMatchObject({ status: 422, code: "validation_error" });
    expect(error.errors.map((each) => each.field)).toContain(field);
    expect(await client.configuration.getSocialProviderCredentials()).toEqual({ providers: {} });
  });

  test("one project's providers are not another's", async () => {
    const one = await scene(start);
    const other = { client: one.runtime.client(await newProject(one.runtime)) };
    await one.client.configuration.saveSocialProviderCredential(google);
    expect(await other.client.configuration.getSocialProviderCredentials()).toEqual({
      providers: {},
    });
    expect(
      await failureOf(other.client.configuration.deleteSocialProviderCredential("google")),
    ).toMatchObject({ status: 404 });
    expect(
      Object.keys((await one.client.configuration.getSocialProviderCredentials()).providers),
    ).toEqual(["google"]);
  });
});

test("a secret is sealed at rest and opens for its own project and provider alone", async () => {
  const here = await scene(httpRuntime);
  const { engine } = here.runtime;
  await here.client.configuration.saveSocialProviderCredential(google);
  await here.client.configuration.saveSocialProviderCredential({
    ...google,
    providerId: "microsoft",
    tenantId: "organizations",
  });
  const rows = await allRows(engine);
  expect(textOf(rows)).not.toContain(clientSecret);
  const [one, two] = rows.socialProviders;
  expect(one!["sealedClientSecret"], "the same secret twice is not the same text").not.toBe(
    two!["sealedClientSecret"],
  );

  const { id } = here.project;
  expect(await opened(engine, id, "google")).toEqual({
    provider: "google",
    clientId: google.clientId,
    clientSecret,
    tenantId: null,
    issuer: null,
  });
  expect(await opened(engine, id, "microsoft")).toMatchObject({
    clientSecret,
    tenantId: "organizations",
  });
  // Somebody who can write rows gains nothing by moving one.
  await engine.run(async (ctx) => {
    const row = (await ctx.db.query("socialProviders").collect()).find(
      ({ provider }) => provider === "google",
    )!;
    await ctx.db.patch("socialProviders", row._id, { projectId: "proj_other" });
    const { _id, _creationTime, ...fields } = row;
    await ctx.db.insert("socialProviders", { ...fields, projectId: id, provider: "github" });
  });
  for (const [projectId, provider] of [
    ["proj_other", "google"],
    [id, "github"],
  ] as const)
    await expect(opened(engine, projectId, provider)).rejects.toThrow(
      `Cannot decrypt clientSecret of provider ${provider}: no_key.`,
    );
});

test.each(["saved with a new secret", "saved without one", "rotated", "re-sealed"])(
  "a secret from before envelopes opens, and moves into one when it is %s",
  async (how) => {
    const { client, project, runtime } = await scene(httpRuntime);
    const { engine } = runtime;
    const { id } = project;
    await client.configuration.saveSocialProviderCredential(google);
    const old = await seal(id, "social-provider/google", "the old secret");
    const sealedText = async () =>
      (await allRows(engine)).socialProviders[0]!["sealedClientSecret"];
    await engine.run(async (ctx) => {
      const row = (await ctx.db.query("socialProviders").first())!;
      await ctx.db.patch("socialProviders", row._id, { sealedClientSecret: old });
    });
    expect(await opened(engine, id, "google")).toMatchObject({ clientSecret: "the old secret" });
    const { clientSecret: _, ...withoutSecret } = google;
    if (how === "rotated")
      expect(await client.vault.rotateKey({})).toMatchObject({ status: "completed", rotated: 1 });
    else if (how === "re-sealed") {
      await runtime.setup("resealSecrets", {});
      await vi.waitFor(async () => {
        await finishRunning(engine);
        expect(await sealedText()).not.toBe(old);
      });
    } else
      await client.configuration.saveSocialProviderCredential(
        how === "saved without one" ? withoutSecret : google,
      );
    expect(await sealedText()).toMatch(/^e2\./);
    const kept = how === "saved with a new secret" ? clientSecret : "the old secret";
    expect(await opened(engine, id, "google")).toMatchObject({ clientSecret: kept });
    expect((await allRows(engine)).dataKeys).toHaveLength(1);
  },
);

test("a secret from before envelopes that no secret opens stays as it is, and fails no rotation", async () => {
  const { client, runtime } = await scene(httpRuntime);
  const { engine } = runtime;
  await client.configuration.saveSocialProviderCredential(google);
  await engine.run(async (ctx) => {
    const row = (await ctx.db.query("socialProviders").first())!;
    await ctx.db.patch("socialProviders", row._id, { sealedClientSecret: "s2.00000000.AAAA" });
  });
  expect(await client.vault.rotateKey({})).toMatchObject({ status: "completed" });
  const { clientSecret: _, ...withoutSecret } = google;
  await client.configuration.saveSocialProviderCredential(withoutSecret);
  expect((await allRows(engine)).socialProviders[0]).toMatchObject({
    sealedClientSecret: "s2.00000000.AAAA",
  });
});

test("a secret's key is new after a rotation of the vault, and gone with its provider", async () => {
  const { client, project, runtime } = await scene(httpRuntime);
  const { engine } = runtime;
  await client.configuration.saveSocialProviderCredential(google);
  const keys = async () => (await allRows(engine)).dataKeys.map((row) => row["sealedKey"]);
  const before = await keys();
  expect(before).toHaveLength(1);
  expect(await client.vault.rotateKey({})).toMatchObject({ status: "completed", rotated: 1 });
  expect(await keys()).not.toEqual(before);
  expect(await opened(engine, project.id, "google")).toMatchObject({ clientSecret });
  await client.configuration.deleteSocialProviderCredential({ providerId: "google" });
  expect(await keys()).toEqual([]);
});

test("nobody signs in with a provider that is unknown, not set up or switched off", async () => {
  const { runtime, client, project } = await scene(httpRuntime);
  await client.configuration.saveSocialProviderCredential({ ...google, enabled: false });
  for (const provider of ["google", "github", "myspace", "toString"])
    expect(await opened(runtime.engine, project.id, provider), provider).toBeNull();
  await client.configuration.saveSocialProviderCredential({ ...google, providerId: "github" });
  const all = await runtime.engine.run(
    async (ctx) => await loadAllSocialCredentials(new TenantReader(ctx.db as never, project.id)),
  ); // as above
  expect(all.map(({ provider }) => provider)).toEqual(["github"]);
});

test("only a deployment on this machine may have a provider on this machine", async () => {
  const gitlab = {
    providerId: "gitlab" as const,
    clientId: "app",
    clientSecret,
    issuer: "http://127.0.0.1:9999",
  };
  const { client: elsewhere } = await scene(httpRuntime);
  expect(
    await failureOf(elsewhere.configuration.saveSocialProviderCredential(gitlab)),
  ).toMatchObject({
    status: 422,
    errors: [{ field: "issuer" }],
  });
  const { client: local } = await scene(() => deployedRuntime());
  expect(
    (await local.configuration.saveSocialProviderCredential(gitlab)).providers.gitlab,
  ).toMatchObject({
    issuer: gitlab.issuer,
  });
});
