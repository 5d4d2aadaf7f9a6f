/** `passkeys.rpId`: the domain to which the passkeys of a project are bound. */
import { beforeEach, describe, expect, test } from "vitest";
import type { PasskeySettings } from "../../convex/component/configuration/defaults";
import { relyingPartyId } from "../../convex/component/configuration/passkeyDomain";
import { allRows } from "../support/rows";
import { httpRuntime } from "../support/runtime";
import { registerPasskey, signInBy } from "../support/passkeys";
import { begin, type Scene } from "../support/signIn";
import { failureOf } from "../support/transports";

const HOST = "some.convex.site";
const PARENT = "convex.site";

let scene: Scene;
let runtime: ReturnType<typeof httpRuntime>;
beforeEach(async () => {
  runtime = httpRuntime();
  scene = await begin(() => runtime, { authMethods: { passkey: true } });
});

const save = async (passkeys: Partial<PasskeySettings> & { force?: boolean }) =>
  await scene.admin.configuration.saveDashboardConfig({ passkeys });
const signUp = async () => void (await scene.client.signUp.email(scene.ada));
const offered = async () =>
  (await (await scene.visit().get("/passkey/generate-authenticate-options")).json()) as {
    rpId: string;
  };

describe("the domain", () => {
  test("is the page's host without a setting, and on loopback hosts", () => {
    const bound = { rpId: "acme.example", relatedOrigins: false };
    expect(
      [
        [{ ...bound, rpId: null }, "https://app.acme.example"],
        [bound, "https://app.acme.example:8443"],
        [bound, "http://localhost:5173"],
        [bound, "http://127.0.0.1:3211"],
      ].map(([settings, origin]) => relyingPartyId(settings as PasskeySettings, origin as string)),
    ).toEqual(["app.acme.example", "acme.example", "localhost", "127.0.0.1"]);
  });

  test("is offered to pages, and a passkey registered for it signs in", async () => {
    expect((await save({ rpId: PARENT })).passkeys).toEqual({
      rpId: PARENT,
      relatedOrigins: false,
    });
    expect((await offered()).rpId).toBe(PARENT);
    await signUp();
    const page = { origin: runtime.origin, rpId: PARENT };
    const { authenticator } = await registerPasskey(scene, undefined, page);
    expect((await signInBy(scene, scene.visit(), authenticator, page)).status).toBe(200);
    expect((await signInBy(scene, scene.visit(), authenticator)).status).toBe(400);
    expect((await allRows(runtime.engine)).passkeys).toMatchObject([{ rpId: PARENT }]);
  });

  test.each([
    "",
    "acme",
    "https://acme.example",
    "acme.example:443",
    "127.0.0.1",
    "*.acme.example",
  ])("must be a domain: %j", async (rpId) =>
    expect(await failureOf(save({ rpId }))).toMatchObject({
      code: "validation_error",
      errors: [{ field: "passkeys.rpId" }],
    }),
  );

  test("is stored in ASCII", async () =>
    expect((await save({ rpId: "Bücher.example" })).passkeys.rpId).toBe("xn--bcher-kva.example"));
});

describe("trusted origins on other domains", () => {
  const outside = (field: string) => ({
    code: "validation_error",
    errors: [{ field, code: "outside_rp_id" }],
  });
  const client = { name: "Web", type: "web" } as const;

  test("the settings' origins prevent a domain that is not theirs", async () => {
    await scene.admin.configuration.saveDashboardConfig({
      sessions: { corsOrigins: ["https://app.acme.example", "https://notacme.example"] },
    });
    expect(await failureOf(save({ rpId: "acme.example" }))).toMatchObject(outside("passkeys.rpId"));
    expect((await scene.admin.configuration.getDashboardConfig()).passkeys.rpId).toBeNull();
  });

  test("the origins of clients do, disabled ones too, but not those of apps", async () => {
    const { admin } = scene;
    const { id } = await admin.authClients.createClient({
      ...client,
      type: "mobile",
      trustedOrigins: ["acme-app://", "https://other.example"],
    });
    await admin.authClients.updateClient({ clientId: id, disabled: true });
    expect(await failureOf(save({ rpId: "acme.example" }))).toMatchObject(outside("passkeys.rpId"));
    await admin.authClients.updateClient({ clientId: id, trustedOrigins: ["acme-app://"] });
    expect((await save({ rpId: "acme.example" })).passkeys.rpId).toBe("acme.example");
  });

  test("a bound project gets no other origin, unless it has related origins", async () => {
    const { admin } = scene;
    await save({ rpId: "acme.example" });
    const trustedOrigins = ["https://app.acme.example", "https://other.example"];
    const sessions = { corsOrigins: trustedOrigins };
    const { id } = await admin.authClients.createClient(client);
    const writes = {
      "sessions.corsOrigins[1]": async () =>
        await admin.configuration.saveDashboardConfig({ sessions }),
      "trustedOrigins[1]": async () =>
        await admin.authClients.createClient({ ...client, trustedOrigins }),
      "trustedOrigins[1] ": async () =>
        await admin.authClients.updateClient({ clientId: id, trustedOrigins }),
    };
    for (const [field, write] of Object.entries(writes))
      expect(await failureOf(write())).toMatchObject(outside(field.trim()));
    await save({ relatedOrigins: true });
    for (const write of Object.values(writes)) await write();
    expect(await failureOf(save({ relatedOrigins: false }))).toMatchObject(
      outside("passkeys.rpId"),
    );
  });

  test("are listed for browsers, of this project alone and only if it has them", async () => {
    const list = async () => {
      const response = await runtime.fetch(`/p/${scene.project.id}/.well-known/webauthn`);
      return [response.status, response.status === 200 ? await response.json() : null];
    };
    expect(await list()).toEqual([404, null]);
    await save({ rpId: "acme.example", relatedOrigins: true });
    await scene.admin.configuration.saveDashboardConfig({
      sessions: { corsOrigins: ["https://app.acme.example", "https://other.example"] },
    });
    await scene.admin.authClients.createClient({
      ...client,
      trustedOrigins: ["https://third.example", "https://other.example"],
    });
    expect(await list()).toEqual([
      200,
      { origins: ["https://other.example", "https://third.example"] },
    ]);
    await begin(() => runtime); // another project
    expect((await list())[1]).toEqual({
      origins: ["https://other.example", "https://third.example"],
    });
    await save({ rpId: null });
    expect((await list())[1]).toEqual({ origins: [] });
  });
});

describe("a change of the domain", () => {
  const conflict = (text: string) => ({
    code: "conflict",
    message: expect.stringContaining(text) as string,
  });

  test("says how many passkeys would stop working, and happens if it is forced", async () => {
    await signUp();
    await registerPasskey(scene);
    expect(await failureOf(save({ rpId: PARENT }))).toMatchObject(conflict("1 passkey of users"));
    expect((await offered()).rpId).toBe(HOST);
    await registerPasskey(scene);
    expect(await failureOf(save({ rpId: PARENT }))).toMatchObject(conflict("2 passkeys of users"));
    expect((await save({ rpId: HOST })).passkeys.rpId).toBe(HOST);
    expect(await failureOf(save({ rpId: null }))).toMatchObject(conflict("2 passkeys"));
    expect((await save({ rpId: PARENT, force: true })).passkeys).toEqual({
      rpId: PARENT,
      relatedOrigins: false,
    });
    expect((await save({ rpId: null })).passkeys.rpId).toBeNull();
  });

  test("does not count the passkeys of another project", async () => {
    await signUp();
    await registerPasskey(scene);
    const other = await begin(() => runtime);
    const { passkeys } = await other.admin.configuration.saveDashboardConfig({
      passkeys: { rpId: PARENT },
    });
    expect(passkeys.rpId).toBe(PARENT);
  });
});
