import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConvexHttpClient } from "convex/browser";
import { anyApi } from "convex/server";
import { convexTest } from "convex-test";
import { startLocalDeployment } from "../src";
import { push } from "../test/fixtures/push";
import schema from "./functions/schema";

const items = anyApi.items!;
/** A transaction may write 16,000 documents. */
const fillBatch = 5_000;

/** A backend with `size` items that runs `bench/functions`. */
export interface Engine {
  readonly name: "local" | "convex-test";
  readonly size: number;
  /** Runs one query with this many indexed reads. */
  read(count: number): Promise<void>;
  /** Calls one HTTP action that runs a mutation and a query. */
  request(key: number): Promise<void>;
  close(): Promise<void>;
}

/** A local deployment on disk, called over HTTP. */
export async function localEngine(size: number): Promise<Engine> {
  const directory = await mkdtemp(join(tmpdir(), "banata-bench-"));
  const deployment = await startLocalDeployment({ directory, cloudPort: 0, sitePort: 0 });
  await push(deployment, join(import.meta.dirname, "functions"));
  const client = new ConvexHttpClient(deployment.cloudUrl, { logger: false });
  for (let from = 0; from < size; from += fillBatch) {
    await fillOverHttp(deployment, { from, count: Math.min(fillBatch, size - from) });
  }
  return {
    name: "local",
    size,
    read: async (count) => void (await client.query(items.read!, { size, count })),
    request: (key) => post(`${deployment.siteUrl}/increment`, key, fetch),
    async close() {
      await deployment.close();
      await rm(directory, { recursive: true });
    },
  };
}

export async function convexTestEngine(size: number): Promise<Engine> {
  const backend = convexTest(schema, {
    "/functions/_generated/api.js": async () => ({}),
    "/functions/items.ts": () => import("./functions/items"),
    "/functions/http.ts": () => import("./functions/http"),
  });
  await backend.mutation(items.fill!, { from: 0, count: size });
  return {
    name: "convex-test",
    size,
    read: async (count) => void (await backend.query(items.read!, { size, count })),
    request: (key) => post("/increment", key, (path, init) => backend.fetch(path, init)),
    close: async () => undefined,
  };
}

async function fillOverHttp(
  { cloudUrl, adminKey }: { readonly cloudUrl: string; readonly adminKey: string },
  args: object,
): Promise<void> {
  const response = await fetch(`${cloudUrl}/api/mutation`, {
    method: "POST",
    headers: { Authorization: `Convex ${adminKey}`, "Content-Type": "application/json" },
    body: JSON.stringify({ path: "items:fill", args: [args], format: "convex_encoded_json" }),
  });
  if (!response.ok) throw new Error(await response.text());
}

async function post(
  url: string,
  key: number,
  send: (url: string, init: RequestInit) => Promise<Response>,
): Promise<void> {
  const response = await send(url, { method: "POST", body: JSON.stringify({ key }) });
  const item = (await response.json()) as { key?: unknown } | null; // checked in the next line
  if (item?.key !== key)
    throw new Error(`${url} answered ${response.status} ${JSON.stringify(item)}`);
}
