/** A re-sealing, begun by the command, on a deployment that is killed again and again. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { setVariable } from "../../src/cli/deploymentVariables";
import { repository } from "../support/deployment";
import { KillableDeployment, type Address } from "../support/killable";
import { deployedRuntime, newProject } from "../support/runtime";

const FIRST = "a secret of the tests, long enough";
const SECOND = "the secret that replaces it, long enough";
const MAILS = 220;
const KILLS = 3;

let deployment: KillableDeployment;

beforeAll(async () => {
  deployment = await KillableDeployment.create("reseal", "clockedDeployment");
}, 120_000);
afterAll(async () => await deployment?.remove());

async function command({ cloudUrl, adminKey }: Address, ...words: string[]): Promise<unknown> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      ...["--import", "tsx", join(repository, "src/cli/index.ts"), ...words],
      ...["--url", cloudUrl, "--admin-key", adminKey],
    ],
    { cwd: repository, timeout: 60_000 },
  );
  return JSON.parse(stdout) as unknown;
}

interface Status {
  readonly left: Record<string, number>;
  readonly reseal: { readonly state: string; readonly unreadable: number };
}

test("goes on where it was, until nothing is left under the previous secret", async () => {
  let address = await deployment.serve();
  let runtime = deployedRuntime(address);
  const project = await newProject(runtime);
  const client = runtime.client(project);
  // Nothing listens there, so the mails stay queued, with their data.
  await setVariable(address, "BANATA_LOCAL_PROVIDER_URL", "http://127.0.0.1:9");
  await client.emails.saveProvider({
    provider: "resend",
    apiKey: "re_secret",
    fromEmail: "hello@acme.example",
  });
  for (let i = 0; i < MAILS; i += 20)
    await Promise.all(
      Array.from({ length: 20 }, async (_, j) =>
        client.emails.send({
          to: `ada${i + j}@example.com`,
          template: "email-otp",
          data: { code: "493027" },
        }),
      ),
    );
  await setVariable(address, "BANATA_AUTH_SECRET_PREVIOUS", FIRST);
  await setVariable(address, "BANATA_AUTH_SECRET", SECOND);
  const status = async () => await runtime.run<Status>("secretRotation/status:status");
  expect((await status()).left["mails.sealedData"]).toBe(MAILS);

  await command(address, "secret", "reseal");
  for (let i = 0; i < KILLS; i++) {
    await deployment.kill();
    address = await deployment.serve();
    runtime = deployedRuntime(address);
  }
  await expect
    .poll(async () => (await status()).reseal.state, { timeout: 60_000 })
    .toBe("finished");
  expect(await command(address, "secret", "status")).toMatchObject({
    hasPreviousSecret: true,
    left: {},
    reseal: { state: "finished", unreadable: 0 },
    previousMayGo: false,
  });
}, 240_000);
