/** An action keeps the environment that it began with; transactions have the present one. */
import type { LocalDeployment } from "@banata-auth/local";
import { afterAll, beforeAll, expect, test } from "vitest";
import { deployApp, setEnvironment } from "../support/deployment";
import { MailProvider } from "../support/mailProvider";
import { deployedRuntime, newProject } from "../support/runtime";

const FIRST_SECRET = "a secret of the tests, long enough";
const SECOND_SECRET = "the secret that replaces it, long enough";
const TIMEOUT_MS = 120_000;

const server = new MailProvider();
let deployment: LocalDeployment;
beforeAll(async () => {
  await server.start();
  deployment = await deployApp();
  await setEnvironment(deployment, { BANATA_LOCAL_PROVIDER_URL: server.url });
}, TIMEOUT_MS);
afterAll(async () => {
  server.close();
  await deployment.close();
});

test(
  "a mail that was sealed with a new secret is sent, although a run with the former one takes it",
  async () => {
    const runtime = deployedRuntime(deployment);
    const { emails } = runtime.client(await newProject(runtime));
    const fields = { apiKey: "re_secret_key", fromEmail: "a@acme.example" };
    await emails.saveProvider({ provider: "resend", ...fields });
    const send = async () =>
      await emails.send({
        to: "ada@example.com",
        template: "email-otp",
        data: { code: "123456" },
      });

    let answer = () => {};
    server.until = new Promise((resolve) => (answer = resolve));
    await send();
    const wait = { timeout: TIMEOUT_MS / 2 };
    await expect.poll(() => server.requests.length, wait).toBe(1);
    await setEnvironment(deployment, {
      BANATA_AUTH_SECRET_PREVIOUS: FIRST_SECRET,
      BANATA_AUTH_SECRET: SECOND_SECRET,
    });
    const { messageId } = await send();
    // The run takes the second mail with the result of the first, mostly before it has looked for
    // due mails again and noticed the new secret.
    answer();
    const status = async () => (await emails.getMessage(messageId)).status;
    await expect.poll(status, wait).not.toBe("queued");
    expect(await emails.getMessage(messageId)).toMatchObject({ status: "sent" });
  },
  TIMEOUT_MS,
);
