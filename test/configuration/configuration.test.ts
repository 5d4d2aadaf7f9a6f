import { describe, expect, test } from "vitest";
import { allRows, textOf } from "../support/rows";
import { httpRuntime, newProject } from "../support/runtime";
import { failureOf, keyWith, scene, transports, wires } from "../support/transports";

const noBranding = {
  primaryColor: "",
  bgColor: "",
  borderRadius: 8,
  darkMode: false,
  customCss: "",
  font: "",
  logoUrl: "",
};
const providerIds = [
  "google",
  "github",
  "microsoft",
  "apple",
  "discord",
  "gitlab",
  "linkedin",
  "facebook",
  "x",
  "slack",
];
const defaults = {
  authMethods: {
    emailPassword: true,
    organization: true,
    magicLink: false,
    emailOtp: false,
    passkey: false,
    twoFactor: false,
    username: false,
    anonymous: false,
    sso: false,
  },
  emailPassword: {
    requireEmailVerification: false,
    autoSignIn: true,
    minPasswordLength: 8,
    maxPasswordLength: 256,
    refuseBreached: false,
  },
  socialProviders: Object.fromEntries(providerIds.map((id) => [id, { enabled: false }])),
  features: {
    ...{ hostedUi: false, signUp: true, mfa: false, localization: false, automaticLinking: false },
    ...{
      secondFactorAfterSocial: true,
      secondFactorAfterSso: true,
      mailedSecondFactor: false,
      ssoForProjectRoles: false,
    },
  },
  sessions: {
    maxSessionLength: 2_592_000,
    accessTokenDuration: 900,
    inactivityTimeout: 604_800,
    corsOrigins: [],
  },
  passkeys: { rpId: null, relatedOrigins: false },
  branding: noBranding,
};

describe.each(transports)("configuration %s", (_name, start) => {
  test("a project that chose nothing has the defaults", async () => {
    const { client } = await scene(start);
    expect(await client.configuration.getDashboardConfig()).toEqual(defaults);
    expect(await client.configuration.getBrandingConfig()).toEqual(noBranding);
    expect(await client.configuration.getAuthConfiguration()).toEqual({
      roleAssignment: true,
      multipleRoles: true,
      apiKeyPermissions: true,
    });
    expect(await client.configuration.getSocialProviderCredentials()).toEqual({ providers: {} });
  });

  test("a save changes what is given, in any depth, and nothing else", async () => {
    const { client } = await scene(start);
    const saved = await client.configuration.saveDashboardConfig({
      authMethods: { magicLink: true, twoFactor: true },
      features: { mfa: true },
      sessions: {
        accessTokenDuration: 300,
        inactivityTimeout: 129_600,
        corsOrigins: ["https://app.example", "http://localhost:3000"],
      },
    });
    const expected = {
      ...defaults,
      authMethods: { ...defaults.authMethods, magicLink: true, twoFactor: true },
      features: { ...defaults.features, mfa: true },
      sessions: {
        ...defaults.sessions,
        accessTokenDuration: 300,
        inactivityTimeout: 129_600,
        corsOrigins: ["https://app.example", "http://localhost:3000"],
      },
    };
    expect(saved).toEqual(expected);
    const later = await client.configuration.saveDashboardConfig({
      authMethods: { magicLink: false },
      emailPassword: { minPasswordLength: 12 },
    });
    expect(later).toEqual({
      ...expected,
      authMethods: { ...expected.authMethods, magicLink: false },
      emailPassword: { ...defaults.emailPassword, minPasswordLength: 12 },
    });
    expect(await client.configuration.getDashboardConfig()).toEqual(later);
  });

  test("what was read can be sent back as it is", async () => {
    const { client } = await scene(start);
    const config = await client.configuration.saveDashboardConfig({
      sessions: { accessTokenDuration: 90, corsOrigins: ["https://app.example"] },
      branding: { font: "Inter" },
    });
    expect(config.sessions.accessTokenDuration).toBe(90);
    expect(await client.configuration.saveDashboardConfig(config)).toEqual(config);
    expect(await client.configuration.saveDashboardConfig()).toEqual(config);
  });

  test("a change is recorded with what was and what is, and only the sections that were written", async () => {
    const { client } = await scene(start);
    await client.configuration.saveDashboardConfig({ features: { signUp: false } });
    const { data } = await client.auditLogs.listEvents();
    const entry = data.find(({ action }) => action === "config.updated");
    expect(entry?.changes).toEqual({
      before: { features: defaults.features },
      after: { features: { ...defaults.features, signUp: false } },
    });
    const [event] = (await client.events.listEvents({ eventTypes: ["config.*"] })).data;
    expect(event).toMatchObject({
      type: "config.updated",
      data: { features: { ...defaults.features, signUp: false } },
    });
  });

  test("the branding is one for both of its ways in", async () => {
    const { client } = await scene(start);
    const chosen = {
      primaryColor: "#0a7",
      darkMode: true,
      borderRadius: 4,
      font: '"Inter", sans-serif',
      customCss: ".button > span { color: red }",
      logoUrl: "https://cdn.example/logo.svg",
    };
    expect(await client.configuration.saveBrandingConfig(chosen)).toEqual({
      ...noBranding,
      ...chosen,
    });
    expect((await client.configuration.getDashboardConfig()).branding).toEqual({
      ...noBranding,
      ...chosen,
    });
    expect(
      await client.configuration.saveBrandingConfig({ primaryColor: "", logoUrl: "" }),
    ).toEqual({
      ...noBranding,
      ...chosen,
      primaryColor: "",
      logoUrl: "",
    });
  });

  test("with multipleRoles off nobody is given a second role, and nobody loses one", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({
      email: "ada@example.com",
      name: "Ada",
      role: ["user", "admin"],
    });
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
    expect(
      await client.configuration.saveAuthConfiguration({ multipleRoles: false }),
    ).toMatchObject({
      multipleRoles: false,
    });
    const refused = [
      client.users.createUser({ email: "bob@example.com", name: "Bob", role: ["user", "admin"] }),
      client.users.setRole({ userId: user.id, role: "admin,user" }),
      client.organizations.addMember({
        organizationId,
        userId: user.id,
        role: ["member", "admin"],
      }),
      client.organizations.sendInvitation({
        organizationId,
        email: "eve@example.com",
        role: ["member", "admin"],
      }),
    ];
    for (const error of await Promise.all(refused.map(failureOf))) {
      expect(error).toMatchObject({
        status: 422,
        errors: [{ field: "role", code: "multiple_roles" }],
      });
    }
    expect((await client.users.getUser(user.id)).role).toBe("user,admin");
    await client.organizations.addMember({ organizationId, userId: user.id, role: "member" });
    expect(
      await failureOf(
        client.organizations.updateMemberRole({
          organizationId,
          memberIdOrUserId: user.id,
          role: "member,admin",
        }),
      ),
    ).toMatchObject({ status: 422 });
    await client.configuration.saveAuthConfiguration({ multipleRoles: true });
    expect(
      await client.organizations.updateMemberRole({
        organizationId,
        memberIdOrUserId: user.id,
        role: "member,admin",
      }),
    ).toMatchObject({ role: "member,admin" });
  });

  test("with roleAssignment off only the default role is given, and nobody loses another", async () => {
    const { client } = await scene(start);
    const { user } = await client.users.createUser({
      email: "ada@example.com",
      name: "Ada",
      role: "admin",
    });
    const { id: organizationId } = await client.organizations.createOrganization({ name: "Acme" });
    const { id: memberIdOrUserId } = await client.organizations.addMember({
      organizationId,
      userId: user.id,
      role: "admin",
    });
    const { user: carl } = await client.users.createUser({
      email: "carl@example.com",
      name: "Carl",
    });
    await client.organizations.sendInvitation({
      organizationId,
      email: "dora@example.com",
      role: "admin",
    });
    expect(
      await client.configuration.saveAuthConfiguration({ roleAssignment: false }),
    ).toMatchObject({
      roleAssignment: false,
    });
    const refused = [
      client.users.createUser({ email: "bob@example.com", name: "Bob", role: "admin" }),
      client.users.updateUser({ userId: carl.id, role: "admin" }),
      client.users.setRole({ userId: user.id, role: "super_admin" }),
      client.organizations.addMember({ organizationId, userId: carl.id, role: "admin" }),
      client.organizations.updateMemberRole({ organizationId, memberIdOrUserId, role: "owner" }),
      client.organizations.sendInvitation({
        organizationId,
        email: "eve@example.com",
        role: "admin",
      }),
    ];
    for (const error of await Promise.all(refused.map(failureOf)))
      expect(error).toMatchObject({
        status: 409,
        code: "not_available",
        errors: [{ field: "role", code: "switched_off" }],
      });
    expect((await client.users.getUser(user.id)).role).toBe("admin");
    await client.users.createUser({ email: "bob@example.com", name: "Bob" });
    await client.organizations.sendInvitation({
      organizationId,
      email: "eve@example.com",
      role: "member",
    });
    expect(
      (
        await client.organizations.sendInvitation({
          organizationId,
          email: "dora@example.com",
          role: "member",
          resend: true,
        })
      ).role,
    ).toBe("member");
    expect(
      (
        await client.organizations.updateMemberRole({
          organizationId,
          memberIdOrUserId,
          role: "member",
        })
      ).role,
    ).toBe("member");
    expect((await client.users.setRole({ userId: user.id, role: "user" })).user.role).toBe("user");
  });

  test("with apiKeyPermissions off no key is given permissions of its own, and none loses them", async () => {
    const { client } = await scene(start);
    const before = await client.apiKeys.createKey({
      name: "reader",
      permissions: ["user.read", "user.update"],
    });
    const full = await client.apiKeys.createKey({ name: "full" });
    expect(
      await client.configuration.saveAuthConfiguration({ apiKeyPermissions: false }),
    ).toMatchObject({
      apiKeyPermissions: false,
    });
    const refused = [
      client.apiKeys.createKey({ name: "other", permissions: ["user.read"] }),
      client.apiKeys.createKey({ name: "other", permissions: [] }),
      client.apiKeys.updateKey({ keyId: before.id, permissions: ["user.read", "user.create"] }),
      client.apiKeys.updateKey({ keyId: before.id, permissions: ["user.read", "user.read"] }),
      client.apiKeys.updateKey({ keyId: full.id, permissions: [] }), // its list is empty as well, and means everything
    ];
    for (const error of await Promise.all(refused.map(failureOf)))
      expect(error).toMatchObject({
        status: 409,
        code: "not_available",
        errors: [{ field: "permissions", code: "switched_off" }],
      });
    expect(
      await client.apiKeys.updateKey({
        keyId: before.id,
        name: "renamed",
        permissions: ["user.update", "user.read"],
      }),
    ).toMatchObject({ name: "renamed", fullAccess: false });
    expect((await client.apiKeys.getKey(before.id)).permissions).toHaveLength(2);
    expect(await client.apiKeys.getKey(full.id)).toMatchObject({ fullAccess: true });
    expect(await client.apiKeys.rotateKey({ keyId: before.id })).toMatchObject({
      name: "renamed",
      fullAccess: false,
    });
    expect(await client.apiKeys.createKey({ name: "another" })).toMatchObject({ fullAccess: true });
  });

  test("one project's configuration is not another's", async () => {
    const one = await scene(start);
    const other = { client: one.runtime.client(await newProject(one.runtime)) };
    await one.client.configuration.saveDashboardConfig({
      features: { signUp: false },
      branding: { font: "Inter" },
    });
    await one.client.configuration.saveAuthConfiguration({ multipleRoles: false });
    expect(await other.client.configuration.getDashboardConfig()).toEqual(defaults);
    expect(await other.client.configuration.getAuthConfiguration()).toMatchObject({
      multipleRoles: true,
    });
  });

  test.each([
    ["authMethods.emailPassword", { authMethods: { emailPassword: "yes" } }],
    ["authMethods.carrierPigeon", { authMethods: { carrierPigeon: true } }],
    ["emailPassword.minPasswordLength", { emailPassword: { minPasswordLength: 7 } }],
    ["emailPassword.maxPasswordLength", { emailPassword: { maxPasswordLength: 63 } }],
    [
      "emailPassword.minPasswordLength",
      { emailPassword: { minPasswordLength: 100, maxPasswordLength: 64 } },
    ],
    ["features.mfa", { features: { mfa: true } }],
    ["sessions.accessTokenDuration", { sessions: { accessTokenDuration: 59 } }],
    ["sessions.accessTokenDuration", { sessions: { accessTokenDuration: 86_401 } }],
    ["sessions.accessTokenDuration", { sessions: { accessTokenDuration: 90.5 } }],
    ["sessions.maxSessionLength", { sessions: { maxSessionLength: "30d" } }],
    ["sessions.maxSessionLength", { sessions: { maxSessionLength: 366 * 86_400 } }],
    ["sessions.inactivityTimeout", { sessions: { inactivityTimeout: 31 * 86_400 } }],
    ["sessions.corsOrigins[0]", { sessions: { corsOrigins: ["*"] } }],
    [
      "sessions.corsOrigins[1]",
      { sessions: { corsOrigins: ["https://a.example", "https://*.example"] } },
    ],
    ["sessions.corsOrigins[0]", { sessions: { corsOrigins: ["http://a.example"] } }],
    ["sessions.corsOrigins[0]", { sessions: { corsOrigins: ["https://a.example/"] } }],
    ["branding.primaryColor", { branding: { primaryColor: "red" } }],
    ["branding.bgColor", { branding: { bgColor: "#12345;}" } }],
    ["branding.borderRadius", { branding: { borderRadius: -1 } }],
    ["branding.customCss", { branding: { customCss: "</style><script>" } }],
    ["branding.customCss", { branding: { customCss: "x".repeat(10_001) } }],
    ["branding.font", { branding: { font: "x; background: url(https://evil.example)" } }],
    ["branding.logoUrl", { branding: { logoUrl: "javascript:alert(1)" } }],
    ["branding.logoUrl", { branding: { logoUrl: "http://cdn.example/logo.svg" } }],
  ])("bad input is refused by its field: %s", async (field, input) => {
    const { client } = await scene(start);
    const error = await failureOf(client.configuration.saveDashboardConfig(input as never));
    expect(error).toMatchObject({ status: 422, code: "validation_error" });
    expect(error.errors.map((each) => each.field)).toContain(field);
    expect(await client.configuration.getDashboardConfig()).toEqual(defaults);
  });

  test("the pages of the runtime are turned on and off", async () => {
    const { client } = await scene(start);
    const { configuration } = client;
    const features = { hostedUi: true, localization: true };
    await configuration.saveDashboardConfig({ features });
    expect((await configuration.getDashboardConfig()).features).toMatchObject(features);
    await configuration.saveDashboardConfig({ features: { hostedUi: false, localization: false } });
    expect(await configuration.getDashboardConfig()).toEqual(defaults);
  });
});

describe.each(wires)("configuration %s", (_name, start) => {
  test("reading takes config.read, writing config.update", async () => {
    const here = await scene(start);
    const [reader, writer] = [
      await keyWith(here, ["config.read"]),
      await keyWith(here, ["config.update"]),
    ];
    const [reads, writes] = [
      [
        "getDashboardConfig",
        "getBrandingConfig",
        "getAuthConfiguration",
        "getSocialProviderCredentials",
      ] as const,
      ["saveDashboardConfig", "saveBrandingConfig", "saveAuthConfiguration"] as const,
    ];
    for (const method of reads) {
      await reader.client.configuration[method]();
      expect(await failureOf(writer.client.configuration[method]())).toMatchObject({ status: 403 });
    }
    for (const method of writes) {
      await writer.client.configuration[method]({});
      expect(await failureOf(reader.client.configuration[method]({}))).toMatchObject({
        status: 403,
      });
    }
    for (const call of [
      () =>
        reader.client.configuration.saveSocialProviderCredential({
          providerId: "google",
          clientId: "x",
          clientSecret: "y",
        }),
      () => reader.client.configuration.deleteSocialProviderCredential("google"),
    ]) {
      expect(await failureOf(call())).toMatchObject({ status: 403 });
    }
  });
});

test("two saves at once leave one row and both changes", async () => {
  const { runtime, client } = await scene(httpRuntime);
  await Promise.all([
    client.configuration.saveDashboardConfig({ features: { signUp: false } }),
    client.configuration.saveBrandingConfig({ font: "Inter" }),
  ]);
  expect(await client.configuration.getDashboardConfig()).toMatchObject({
    features: { signUp: false },
    branding: { font: "Inter" },
  });
  expect(textOf((await allRows(runtime.engine)).configurations).match(/projectId/g)).toHaveLength(
    1,
  );
});
