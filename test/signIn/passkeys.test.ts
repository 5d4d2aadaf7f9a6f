/** Passkeys: registering one, signing in by it, and what does not pass for one. */
import { describe, expect, test } from "vitest";
import { Authenticator } from "../support/authenticator";
import { challengeOf, pageOf, registerPasskey, signInBy } from "../support/passkeys";
import { begin, engines, eventsOf, times, type Scene } from "../support/signIn";

const settings = { authMethods: { passkey: true } };

describe.each(engines)("passkeys, %s", (_name, start) => {
  const enrolled = async (from: () => ReturnType<typeof start> = start) => {
    const scene = await begin(from, settings);
    await scene.client.signUp.email(scene.ada);
    return { scene, ...(await registerPasskey(scene)) };
  };
  const signedIn = async ({ client }: Pick<Scene, "client">) =>
    (await client.getSession()).data?.user.email ?? null;

  test("one that was registered signs in, in another browser, as often as it is asked", async () => {
    const { scene, authenticator } = await enrolled();
    for (let i = 0; i < 2; i++) {
      const other = scene.visit();
      expect((await signInBy(scene, other, authenticator)).status).toBe(200);
      expect(await signedIn(other)).toBe(scene.ada.email);
    }
    expect(await eventsOf(scene, "passkey.*")).toEqual(["passkey.added"]);
  });

  test("what a page is offered names the project, its host and the user", async () => {
    const { scene } = await enrolled();
    const options = (await (await scene.get("/passkey/generate-register-options")).json()) as {
      rp: object;
      user: object;
      excludeCredentials: unknown[];
    };
    expect(options.rp).toEqual({
      id: pageOf(scene).rpId,
      name: expect.stringMatching(/^test-/) as string,
    });
    expect(options.user).toMatchObject({ name: scene.ada.email });
    expect(options.excludeCredentials).toHaveLength(1);
  });

  test("they are listed, renamed and removed by their owner alone", async () => {
    const { scene, id, authenticator } = await enrolled();
    const stranger = scene.visit();
    await stranger.client.signUp.email({ ...scene.ada, email: `b-${scene.ada.email}` });
    expect(
      (await stranger.post("/passkey/update-passkey", { id, name: "Mine" })).status,
    ).toBeGreaterThanOrEqual(400);
    expect((await stranger.post("/passkey/delete-passkey", { id })).status).toBeGreaterThanOrEqual(
      400,
    );
    expect((await scene.post("/passkey/update-passkey", { id, name: "Phone" })).status).toBe(200);
    const list = async (visitor: Pick<Scene, "get">) =>
      ((await (await visitor.get("/passkey/list-user-passkeys")).json()) as { name: string }[]).map(
        ({ name }) => name,
      );
    expect([await list(scene), await list(stranger)]).toEqual([["Phone"], []]);
    expect((await scene.post("/passkey/delete-passkey", { id })).status).toBe(200);
    expect((await signInBy(scene, scene.visit(), authenticator)).status).toBe(401);
    expect(await eventsOf(scene, "passkey.*")).toEqual(["passkey.added", "passkey.removed"]);
  });

  test("an assertion made on a page of another origin or host is refused", async () => {
    const { scene, authenticator } = await enrolled();
    for (const page of [
      { ...pageOf(scene), origin: "https://evil.example" },
      { origin: "https://evil.example", rpId: "evil.example" },
    ]) {
      const other = scene.visit();
      expect((await signInBy(scene, other, authenticator, page)).status).toBe(400);
      expect(await signedIn(other)).toBeNull();
    }
  });

  test("a page that the project does not trust gets nothing by naming itself", async () => {
    const { scene, authenticator } = await enrolled();
    const [other, origin] = [scene.visit(), "https://evil.example"];
    const challenge = (
      (await (await other.get("/passkey/generate-authenticate-options", { origin })).json()) as {
        challenge: string;
      }
    ).challenge;
    const response = authenticator.assert(challenge, { origin, rpId: "evil.example" });
    expect(
      (await other.post("/passkey/verify-authentication", { response }, { origin })).status,
    ).toBe(403);
    const byTool = await scene
      .visit(new Map(other.cookies))
      .post("/passkey/verify-authentication", { response });
    expect(byTool.status).toBe(400);
  });

  test("an assertion is good once, also twenty times at once", async () => {
    const { scene, authenticator } = await enrolled();
    const other = scene.visit();
    const response = authenticator.assert(await challengeOf(other, "authenticate"), pageOf(scene));
    const statuses = await times(
      20,
      async () =>
        (
          await scene
            .visit(new Map(other.cookies))
            .post("/passkey/verify-authentication", { response })
        ).status,
    );
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    const later = scene.visit();
    await challengeOf(later, "authenticate");
    expect((await later.post("/passkey/verify-authentication", { response })).status).toBe(400);
  });

  test("a counter that goes back gives a copy away", async () => {
    const { scene, authenticator } = await enrolled();
    authenticator.counter = 10;
    expect((await signInBy(scene, scene.visit(), authenticator)).status).toBe(200);
    authenticator.counter = 5;
    expect((await signInBy(scene, scene.visit(), authenticator)).status).toBe(400);
  });

  test("somebody else's key for the same credential is refused, at sign-in and at registration", async () => {
    const { scene, authenticator } = await enrolled();
    const forger = new Authenticator();
    authenticator.id.copy(forger.id);
    expect((await signInBy(scene, scene.visit(), forger)).status).toBe(401);
    const stranger = scene.visit();
    await stranger.client.signUp.email({ ...scene.ada, email: `b-${scene.ada.email}` });
    const challenge = await challengeOf(stranger, "register");
    expect(
      (
        await stranger.post("/passkey/verify-registration", {
          response: forger.register(challenge, pageOf(scene)),
        })
      ).status,
    ).toBe(400);
    expect((await signInBy(scene, scene.visit(), authenticator)).status).toBe(200);
  });

  test("a passkey of one project is unknown in another", async () => {
    const { scene, authenticator } = await enrolled();
    const other = await begin(() => scene.runtime, settings);
    const response = await signInBy(other, other, authenticator);
    expect([response.status, await signedIn(other)]).toEqual([401, null]);
  });

  test.each([
    {},
    { response: null },
    { response: "x" },
    { response: { id: 1 } },
    { response: { id: [], response: {} } },
    {
      response: {
        id: "a",
        rawId: "b",
        type: "public-key",
        response: { clientDataJSON: "!!", attestationObject: "" },
      },
    },
  ])(
    "what is no answer of an authenticator is refused as a mistake of the caller's: %j",
    async (body) => {
      const scene = await begin(start, settings);
      await scene.client.signUp.email(scene.ada);
      await challengeOf(scene, "register");
      const registered = (await scene.post("/passkey/verify-registration", body)).status;
      await challengeOf(scene, "authenticate");
      const asserted = (await scene.post("/passkey/verify-authentication", body)).status;
      expect([registered, asserted].map((status) => status >= 400 && status < 500)).toEqual([
        true,
        true,
      ]);
    },
  );
});
