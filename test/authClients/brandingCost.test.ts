/**
 * A client's branding may be long, and costs nothing where it is not shown: a request of a page on
 * another origin reads every client of the project, but no branding.
 */
import { afterAll, beforeAll, expect, test } from "vitest";
import { measuredRuntime, type Measured } from "../guarantees/support/measured";
import { newApp } from "../support/hosted";
import { begin, type Scene } from "../support/signIn";

const CLIENTS = 5;
const LENGTH = 10_000;
const ORIGIN = "https://app.example.com";

let measured: Measured;
let scenes: { readonly scene: Scene; readonly clientId: string }[];

beforeAll(async () => {
  measured = await measuredRuntime();
  scenes = [];
  for (const branding of [null, { customCss: `/*${"x".repeat(LENGTH - 4)}*/` }]) {
    const scene = await begin(() => measured.runtime);
    await scene.client.signUp.email(scene.ada);
    const clients = [];
    for (let i = 0; i < CLIENTS; i++)
      clients.push(await newApp(scene, { name: `App ${i}`, trustedOrigins: [ORIGIN], branding }));
    scenes.push({ scene, clientId: clients[0]!.clientId });
  }
});
afterAll(async () => await measured.close());

/** Bytes that a request reads, in all its transactions. */
async function bytesRead(request: () => Promise<unknown>): Promise<number> {
  const calls = await measured.during(request);
  expect(calls.length).toBeGreaterThan(0);
  return calls.reduce((sum, { usage }) => sum + usage.bytesRead, 0);
}

type Request = (stage: (typeof scenes)[number]) => Promise<unknown>;

const requests: Readonly<Record<string, Request>> = {
  "the preflight of a page on another origin": async ({ scene }) => {
    const { headers } = await scene.browse(`/p/${scene.project.id}/api/auth/sign-in/email`, {
      method: "OPTIONS",
      headers: { origin: ORIGIN, "access-control-request-method": "POST" },
    });
    expect(headers.get("access-control-allow-origin")).toBe(ORIGIN);
  },
  "a sign-in of a page on another origin, for a client": async ({ scene, clientId }) => {
    const answer = await scene.visit().browse(`/p/${scene.project.id}/api/auth/sign-in/email`, {
      method: "POST",
      headers: {
        ...{ "content-type": "application/json", origin: ORIGIN },
        "x-banata-client-id": clientId,
      },
      body: JSON.stringify(scene.ada),
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe(ORIGIN);
  },
  "a mailed link, which names no client": async ({ scene }) =>
    await scene.get(`/verify-email?token=x&callbackURL=${encodeURIComponent(ORIGIN)}/unknown`),
  "the checks before a launch": async ({ scene }) => await scene.admin.projects.getReadiness(),
  "the count before a client is created": async ({ scene }) => await newApp(scene),
};

test.each(Object.keys(requests))("%s reads no client's branding", async (name) => {
  const plain = await bytesRead(async () => await requests[name]!(scenes[0]!));
  const branded = await bytesRead(async () => await requests[name]!(scenes[1]!));
  // Rows of limits are read at random; they are much shorter.
  expect(branded - plain).toBeLessThan(LENGTH / 2);
});

test("the public configuration of a client reads its branding alone", async () => {
  const [plain, branded] = [await readConfig(0), await readConfig(1)];
  expect(branded - plain).toBeGreaterThan(LENGTH);
  expect(branded - plain).toBeLessThan(1.5 * LENGTH);
});

async function readConfig(index: 0 | 1): Promise<number> {
  const { scene, clientId } = scenes[index]!;
  return await bytesRead(async () => await scene.admin.configuration.getPublicConfig(clientId));
}
