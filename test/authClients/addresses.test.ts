import { describe, expect, test } from "vitest";
import {
  isAudienceAllowed,
  isOriginTrusted,
  isProviderAllowed,
  isRedirectRegistered,
  getEnabledMethods,
  type ClientRow,
} from "../../convex/component/authClients/clients";
import { defaultSettings } from "../../convex/component/configuration/defaults";
import { allRows } from "../support/rows";
import { httpRuntime } from "../support/runtime";
import { failureOf, scene } from "../support/transports";

type Fields = {
  type: "web" | "mobile" | "desktop" | "terminal";
  redirectUris?: string[];
  trustedOrigins?: string[];
  audiences?: string[];
  enabledMethods?: ("google" | "magicLink")[];
};

/** A client as it is stored. */
async function stored(fields: Fields): Promise<ClientRow> {
  const { runtime, client } = await scene(httpRuntime);
  const { id } = await client.authClients.createClient({ name: "App", ...fields });
  const row = (await allRows(runtime.engine)).authClients.find((each) => each["id"] === id);
  return row as unknown as ClientRow; // found, as it was made just now
}

async function refused(fields: Fields): Promise<boolean> {
  const { client } = await scene(httpRuntime);
  const error = await client.authClients.createClient({ name: "App", ...fields }).then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error !== null) expect(error).toMatchObject({ status: 422 });
  return error !== null;
}

describe("what can be registered as a redirect", () => {
  test.each<[Fields["type"], string]>([
    ["web", "https://app.example/"],
    ["web", "https://app.example/callback?from=auth"],
    ["web", "https://app.example:8443/callback"],
    ["web", "https://xn--bcher-kva.example/callback"],
    ["web", "http://localhost:3000/callback"],
    ["web", "http://127.0.0.1:8080/"],
    ["terminal", "http://[::1]:8080/"],
    ["mobile", "com.example.app:/callback"],
    ["mobile", "myapp://callback"],
    ["desktop", "com.example.app://auth/callback"],
    ["desktop", "https://app.example/native"],
  ])("%s: %s", async (type, uri) =>
    expect(await refused({ type, redirectUris: [uri] })).toBe(false),
  );

  test.each<[Fields["type"], string, string]>([
    ["web", "http://app.example/", "no TLS"],
    ["web", "http://localhost.evil.example/", "only looks like this machine"],
    ["web", "https://app.example", "not as a parser writes it"],
    ["web", "https://App.example/", "upper case in the host"],
    ["web", "HTTPS://app.example/", "upper case in the scheme"],
    ["web", "https://app.example:443/", "the default port"],
    ["web", "https://app.example/a/../b", "a step up"],
    ["web", "https://app.example/a/%2e%2e/b", "a step up, encoded"],
    ["web", "https://app.example/#top", "a fragment"],
    ["web", "https://app.example/#", "an empty fragment"],
    ["web", "https://user@app.example/", "a user name"],
    ["web", "https://app.example@evil.example/", "a user name that looks like a host"],
    ["web", "https://*.app.example/", "a pattern for hosts"],
    ["web", "https://app.example/*", "a pattern for paths"],
    ["web", "https://app.example\\@evil.example/", "a backslash"],
    ["web", "https://app.example/a b", "a space"],
    ["web", "https://app.example/\n", "a line end"],
    ["web", "https://bücher.example/", "a host that is not as it is sent"],
    ["web", "//app.example/", "no scheme"],
    ["web", "/callback", "a relative one"],
    ["web", "myapp://callback", "an app's scheme"],
    ["terminal", "myapp://callback", "an app's scheme"],
    ["mobile", "javascript:alert(1)", "a script"],
    ["mobile", "javascript://app.example/%0aalert(1)", "a script that looks like an address"],
    ["mobile", "JavaScript:/x", "a script in other letters"],
    ["mobile", "data:text/html,x", "data"],
    ["mobile", "file:///etc/passwd", "a file"],
    ["mobile", "intent://callback", "a scheme of the system"],
    ["mobile", "mailto:a@b.example", "an address for mail"],
    ["mobile", "http://app.example/", "no TLS"],
  ])("not %s: %s (%s)", async (type, uri) =>
    expect(await refused({ type, redirectUris: [uri] })).toBe(true),
  );
});

describe("a redirect is registered as a whole text", () => {
  const uris = [
    "https://app.example/callback",
    "https://app.example/with?query=1",
    "com.example.app:/callback",
  ];
  test.each(uris)("%s", async (uri) =>
    expect(isRedirectRegistered(await stored({ type: "mobile", redirectUris: uris }), uri)).toBe(
      true,
    ),
  );

  test.each([
    ["a trailing slash", "https://app.example/callback/"],
    ["a query", "https://app.example/callback?x=1"],
    ["an empty query", "https://app.example/callback?"],
    ["a fragment", "https://app.example/callback#x"],
    ["another query", "https://app.example/with?query=2"],
    ["no query", "https://app.example/with"],
    ["one more parameter", "https://app.example/with?query=1&x=1"],
    ["a port", "https://app.example:8443/callback"],
    ["the default port", "https://app.example:443/callback"],
    ["another scheme", "http://app.example/callback"],
    ["upper case in the host", "https://APP.example/callback"],
    ["upper case in the path", "https://app.example/Callback"],
    ["a user name", "https://user@app.example/callback"],
    ["a user name that looks like the host", "https://app.example@evil.example/callback"],
    ["a sub-domain", "https://www.app.example/callback"],
    ["a longer domain", "https://app.example.evil.example/callback"],
    ["a dot at the end of the host", "https://app.example./callback"],
    ["a step up", "https://app.example/x/../callback"],
    ["a step up, encoded", "https://app.example/x/%2e%2e/callback"],
    ["a letter, encoded", "https://app.example/%63allback"],
    ["a double slash", "https://app.example//callback"],
    ["a longer path", "https://app.example/callback/more"],
    ["a shorter path", "https://app.example/call"],
    ["a space before", " https://app.example/callback"],
    ["a line end after", "https://app.example/callback\n"],
    ["a backslash", "https://app.example\\callback"],
    ["without a scheme", "//app.example/callback"],
    ["relative", "/callback"],
    ["the other form of an app's scheme", "com.example.app://callback"],
    ["nothing", ""],
  ])("not with %s", async (_case, url) =>
    expect(isRedirectRegistered(await stored({ type: "mobile", redirectUris: uris }), url)).toBe(
      false,
    ),
  );
});

describe("origins", () => {
  test.each<[Fields["type"], string, boolean]>([
    ["web", "https://app.example", true],
    ["web", "https://app.example:8443", true],
    ["web", "http://localhost:3000", true],
    ["mobile", "capacitor://localhost", true],
    ["mobile", "myapp://", true],
    ["web", "https://app.example/", false],
    ["web", "https://app.example/path", false],
    ["web", "https://App.example", false],
    ["web", "https://app.example:443", false],
    ["web", "https://user@app.example", false],
    ["web", "http://app.example", false],
    ["web", "https://*.example", false],
    ["web", "null", false],
    ["web", "capacitor://localhost", false],
    ["mobile", "file://", false],
    ["mobile", "javascript://x", false],
  ])("%s: %s can be registered: %s", async (type, origin, can) =>
    expect(await refused({ type, trustedOrigins: [origin] })).toBe(!can),
  );

  test("an origin is trusted as a whole text", async () => {
    const client = await stored({ type: "web", trustedOrigins: ["https://app.example"] });
    expect(isOriginTrusted(client, "https://app.example")).toBe(true);
    for (const near of [
      "https://app.example:8443",
      "http://app.example",
      "https://www.app.example",
      "https://app.example.evil.example",
      "https://app.example/",
      "null",
      "",
    ]) {
      expect(isOriginTrusted(client, near), near).toBe(false);
    }
  });
});

test("a disabled client trusts nobody and leads nowhere", async () => {
  const [uri, origin] = ["https://app.example/callback", "https://app.example"];
  const client = {
    ...(await stored({
      type: "web",
      redirectUris: [uri],
      trustedOrigins: [origin],
      audiences: ["api"],
    })),
    disabled: true,
  };
  expect(isRedirectRegistered(client, uri)).toBe(false);
  expect(isOriginTrusted(client, origin)).toBe(false);
  expect(isAudienceAllowed(client, "api")).toBe(false);
  expect(isProviderAllowed(client, "google")).toBe(false);
  expect(Object.values(getEnabledMethods(defaultSettings, client))).not.toContain(true);
});

test("a token may be for the client itself and for what was registered", async () => {
  const client = await stored({ type: "web", audiences: ["https://api.example"] });
  expect(isAudienceAllowed(client, client.id)).toBe(true);
  expect(isAudienceAllowed(client, "https://api.example")).toBe(true);
  for (const other of ["https://api.example/", "convex", "cli_01ARZ3NDEKTSV4RRFFQ69G5FAV", ""])
    expect(isAudienceAllowed(client, other), other).toBe(false);
});

test("a client has the methods that the project and it itself have", async () => {
  const settings = {
    ...defaultSettings,
    authMethods: { ...defaultSettings.authMethods, magicLink: true, twoFactor: true },
  };
  const client = await stored({ type: "web", enabledMethods: ["magicLink", "google"] });
  expect(getEnabledMethods(settings, client)).toEqual({
    ...settings.authMethods,
    emailPassword: false,
  });
  expect(getEnabledMethods(defaultSettings, client)).toMatchObject({
    magicLink: false,
    emailPassword: false,
  });
  expect([
    isProviderAllowed(client, "google"),
    isProviderAllowed(client, "github"),
    isProviderAllowed(null, "github"),
  ]).toEqual([true, false, true]);
});

test("a client of the project is refused an address by every operation alike", async () => {
  const { client } = await scene(httpRuntime);
  const { id } = await client.authClients.createClient({ name: "App", type: "web" });
  const error = await failureOf(
    client.authClients.updateClient({ clientId: id, redirectUris: ["myapp://callback"] }),
  );
  expect(error.errors[0]).toMatchObject({ field: "redirectUris[0]", code: "invalid_redirect" });
  const postLogoutRedirectUris = ["https://app.example/", "https://app.example/#signed-out"];
  const other = await failureOf(
    client.authClients.updateClient({ clientId: id, postLogoutRedirectUris }),
  );
  expect(other.errors[0]).toMatchObject({
    field: "postLogoutRedirectUris[1]",
    code: "invalid_redirect",
  });
});
