/** What `banata-auth dev` does around the deployment. test/start starts it as a whole. */
import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startLocalDeployment } from "@banata-auth/local";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { formatRefusal } from "../../src/cli/failureText";
import {
  frontEndVariables,
  setVariables,
  writeFrontEndVariables,
} from "../../src/cli/frontEndVariables";
import { readApp } from "../../src/cli/init/app";
import { describeMissing } from "../../src/cli/installedRuntime";
import { LocalFiles } from "../../src/cli/localFiles";
import { selectLocal } from "../../src/cli/localSelection";
import { openDeployment, resetData } from "../../src/cli/openDeployment";
import { choosePorts } from "../../src/cli/ports";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "banata-dev-"));
});
afterEach(async () => {
  vi.restoreAllMocks();
  await rm(directory, { recursive: true });
});

/** Another process's server, as far as ports are concerned. */
async function occupy(port: number) {
  const server = createServer().listen(port, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port, // a server on a TCP port
    release: async () => {
      server.close();
      await once(server, "close");
    },
  };
}

describe("ports", () => {
  const start = async (requested: Parameters<typeof openDeployment>[1]) => {
    const deployment = await openDeployment(new LocalFiles(directory), requested);
    const urls = [deployment.cloudUrl, deployment.siteUrl];
    await deployment.close();
    return urls;
  };

  test("stay the same between starts of an app, also after a reset", async () => {
    const urls = await start({ cloudPort: 0, sitePort: 0 });
    expect(await start({})).toEqual(urls);
    await resetData(new LocalFiles(directory));
    expect(await start({})).toEqual(urls);
  });

  test("that another process has taken are replaced for good, and one line says so", async () => {
    const [cloudUrl, siteUrl] = await start({ cloudPort: 0, sitePort: 0 });
    const other = await occupy(Number(new URL(cloudUrl!).port));
    const printed = vi.spyOn(console, "error").mockReturnValue();
    const moved = await start({});
    await other.release();
    const port = new URL(moved[0]!).port;
    expect(printed.mock.calls).toEqual([
      [
        `Port ${other.port} is in use by another process. This app now uses ${port} instead, also at its next start.`,
      ],
    ]);
    expect(moved[1]).toBe(siteUrl);
    expect(await start({})).toEqual(moved);
  });

  test.each([
    ["port", "cloudPort", "sitePort"],
    ["site-port", "sitePort", "cloudPort"],
  ] as const)("--%s must be free", async (option, name, otherName) => {
    const other = await occupy(0);
    await expect(start({ [name]: other.port, [otherName]: 0 })).rejects.toMatchObject({
      name: "CommandError",
      message: `Port ${other.port} is in use by another process. Stop that process, or choose another port with --${option} (0: any free port).`,
    });
    await other.release();
    expect(await start({ [name]: other.port, [otherName]: 0 })).toContain(
      `http://127.0.0.1:${other.port}`,
    );
  });

  test("of the two are never the same", async () => {
    const taken = await occupy(0);
    const last = { cloudPort: taken.port, sitePort: 3212 };
    const { ports } = await choosePorts({}, last);
    expect(ports.cloudPort).not.toBe(ports.sitePort);
    expect(ports.cloudPort).not.toBe(taken.port);
    await taken.release();
  });
});

describe("variables of the front end", () => {
  const facts = {
    baseUrl: "http://127.0.0.1:3211/banata",
    projectId: "proj_1",
    apiKey: "sk_test_1",
  };
  const vite = frontEndVariables(new Set(["react", "vite"]), facts);

  test("are those that the framework reads", () => {
    expect(vite).toEqual({ VITE_BANATA_URL: facts.baseUrl, VITE_BANATA_PROJECT_ID: "proj_1" });
    expect(frontEndVariables(new Set(["next", "vite"]), facts)).toEqual({
      BANATA_AUTH_URL: facts.baseUrl,
      BANATA_API_KEY: "sk_test_1",
    });
    expect(frontEndVariables(new Set(["express"]), facts)).toEqual({});
    const withPages = { ...facts, clientId: "cli_1" };
    expect(frontEndVariables(new Set(["vite"]), withPages)).toEqual({
      ...vite,
      VITE_BANATA_CLIENT_ID: "cli_1",
    });
    expect(frontEndVariables(new Set(["next"]), withPages)).toMatchObject({
      BANATA_CLIENT_ID: "cli_1",
    });
  });

  test("are set, and set again after a reset", () => {
    const before = "VITE_CONVEX_URL=http://127.0.0.1:3210\n";
    const first = setVariables(before, vite);
    expect(first.text).toMatch(
      /^VITE_CONVEX_URL=.*\n# Set by .*\nVITE_BANATA_URL=http:\/\/127\.0\.0\.1:3211\/banata\n# Set by .*\nVITE_BANATA_PROJECT_ID=proj_1\n$/,
    );
    expect(setVariables(first.text, vite)).toEqual({ text: first.text, kept: [] });
    const again = setVariables(first.text, { ...vite, VITE_BANATA_PROJECT_ID: "proj_2" });
    expect(again).toEqual({ text: first.text.replace("proj_1", "proj_2"), kept: [] });
  });

  test.each([
    ["a value", "VITE_BANATA_URL=https://auth.example.com\n"],
    ["a quoted one", `export VITE_BANATA_URL = "https://auth.example.com" # ours\n`],
    ["an empty one", "VITE_BANATA_URL=\n"],
    ["one in a file with Windows newlines", "VITE_BANATA_URL=https://auth.example.com\r\n"],
    ["two values, of which the last is read", "VITE_BANATA_URL=a\nVITE_BANATA_URL=b\n"],
  ])("of the developer stay: %s", (_, text) => {
    const set = setVariables(text, vite);
    expect(set.text.startsWith(text)).toBe(true);
    expect(set.kept).toEqual(["VITE_BANATA_URL"]);
    expect(set.text).toContain("VITE_BANATA_PROJECT_ID=proj_1");
    if (text.includes("\r\n")) expect(set.text).not.toMatch(/(?<!\r)\n/);
  });

  test("that the developer has set to the same are not named", () => {
    expect(setVariables(`VITE_BANATA_URL='${facts.baseUrl}'\n`, vite).kept).toEqual([]);
  });

  test("are for this machine only, and a file that git would commit is named", async () => {
    await writeFile(join(directory, "package.json"), `{ "devDependencies": { "vite": "8" } }`);
    const app = await readApp(directory);
    const everything = { ...facts, cloudUrl: "", siteUrl: "", adminKey: "" };
    const path = join(directory, ".env.local");
    expect(await writeFrontEndVariables(app, everything)).toEqual([]); // no repository
    expect(await readFile(path, "utf8")).toContain("VITE_BANATA_PROJECT_ID=proj_1");
    expect((await stat(path)).mode & 0o077).toBe(0);

    execFileSync("git", ["init", "-q"], { cwd: directory });
    expect(await writeFrontEndVariables(app, everything)).toEqual([
      ".env.local is not ignored by git: add it to .gitignore, because it is for this machine only.",
    ]);
    await writeFile(join(directory, ".gitignore"), "*.local\n");
    await writeFile(path, "VITE_BANATA_URL=https://auth.example.com\n");
    expect(await writeFrontEndVariables(app, everything)).toEqual([
      ".env.local keeps your value of VITE_BANATA_URL; this deployment's is http://127.0.0.1:3211/banata",
    ]);
  });
});

describe("the deployment of a command", () => {
  const select = async (options: object = {}, environment: NodeJS.ProcessEnv = {}) =>
    await selectLocal({ component: "banataAuth", ...options }, directory, environment);

  test("is the app's local one only when nothing else is selected", async () => {
    vi.spyOn(console, "error").mockReturnValue();
    expect(await select()).toBeNull(); // the app has none
    const deployment = await openDeployment(new LocalFiles(directory), {
      cloudPort: 0,
      sitePort: 0,
    });
    await writeFile(join(directory, ".env.local"), `CONVEX_URL=${deployment.cloudUrl}\n`);
    expect(await select()).toBe(".banata/convex.env");
    expect(console.error).toHaveBeenCalledWith(
      `Using this app's local deployment at ${deployment.cloudUrl}.`,
    );

    for (const options of [{ prod: true }, { url: "https://a.convex.cloud" }, { "env-file": "x" }])
      expect(await select(options)).toBeNull();
    expect(await select({}, { CONVEX_DEPLOY_KEY: "prod:a|b" })).toBeNull();
    await writeFile(join(directory, ".env"), "CONVEX_DEPLOYMENT=dev:happy-otter-123\n");
    expect(await select()).toBeNull();

    await writeFile(join(directory, ".env"), "CONVEX_DEPLOYMENT=\nOTHER=1\n");
    await deployment.close();
    const refusal = "this app's local deployment does not run";
    await expect(select()).rejects.toThrow(refusal);
    const { cloudUrl } = deployment;
    const other = await startLocalDeployment({
      directory: null,
      cloudPort: Number(new URL(cloudUrl).port),
      sitePort: 0,
    });
    await expect(select()).rejects.toThrow(refusal); // another app's
    await other.close();
  });
});

test("what an app lacks for sign-in is named with its file", async () => {
  const app = { directory, functions: "convex" };
  const lacking = {
    baseUrl: "http://127.0.0.1:3211/banata",
    isTrusted: false,
    hasFunctions: false,
    hasLiveFunction: false,
  };
  expect(await describeMissing({ ...lacking, isTrusted: true, hasFunctions: true }, app)).toEqual(
    [],
  );
  expect(await describeMissing(lacking, app)).toEqual([
    "convex/auth.config.ts is missing: without it, Convex does not accept the runtime's tokens.",
    "convex/auth.ts is missing: it exports the queries that the React hooks need.",
    "Sign-in in web pages needs this. npx banata-auth init writes these files or shows what to add.",
  ]);
  for (const name of ["auth.config.js", "auth.ts"]) await writeFile(join(directory, name), "");
  expect(await describeMissing(lacking, { directory, functions: "." })).toEqual([
    "./auth.config.ts has no provider with the issuer http://127.0.0.1:3211/banata: Convex does not accept the runtime's tokens.",
    "./auth.ts does not export the queries of authFunctions: the React hooks need them.",
    expect.any(String),
  ]);
});

test.each([
  [{ code: "not_found", message: "User not found" }, "404 not_found: User not found"],
  [{ code: "forbidden", message: "Two\n  lines" }, "403 forbidden: Two lines"],
  [{ code: "internal_error", message: "Broken" }, undefined],
  [{ code: "toString", message: "No code of ours" }, undefined],
  [{ code: "empty_body" }, undefined],
  ["not_found", undefined],
  [undefined, undefined],
])("a refusal with the data %j is shown as %j", (errorData, text) => {
  expect(formatRefusal({ errorData })).toBe(text);
});
