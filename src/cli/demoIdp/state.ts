import { generateKeyPairSync, randomBytes } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import { generateKeyPair } from "../../../convex/component/saml/keyPair";
import { readJson, writePrivately, type LocalFiles } from "../localFiles";

const demoState = z.object({
  port: z.number(),
  saml: z.object({ privateKey: z.string(), certificate: z.string() }),
  oidc: z.object({ privateKey: z.string(), clientSecret: z.string() }),
  /** In the deployment. A reset of its data also deletes this file. */
  ids: z.object({
    organization: z.string().optional(),
    saml: z.string().optional(),
    oidc: z.string().optional(),
    client: z.string().optional(),
  }),
});

/** What a later start needs to be the same identity provider. */
export type DemoState = z.output<typeof demoState>;

const toPath = ({ directory }: LocalFiles): string => join(directory, "demo-idp.json");

/** Null before the first start. */
export async function readState(files: LocalFiles): Promise<DemoState | null> {
  return await readJson(toPath(files), demoState);
}

export async function writeState(files: LocalFiles, state: DemoState): Promise<void> {
  await writePrivately(toPath(files), `${JSON.stringify(state, null, 2)}\n`);
}

/** New keys, and nothing in the deployment yet. */
export async function createState(port: number): Promise<DemoState> {
  const { privateKey, certificate } = await generateKeyPair({
    commonName: "Demo identity provider",
    now: Date.now(),
  });
  const { privateKey: oidcKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  return {
    port,
    saml: { privateKey, certificate },
    oidc: { privateKey: oidcKey, clientSecret: randomBytes(32).toString("base64url") },
    ids: {},
  };
}
