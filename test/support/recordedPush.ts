/**
 * What the unmodified CLI pushed to the test files' common deployment, to be pushed again to those
 * that some files start for themselves: it says the same each time, and bundles for seconds before.
 */
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync } from "node:zlib";
import type { LocalDeployment } from "@banata-auth/local";

/** Where the push is kept, for the processes of the test files. */
const PATH = "BANATA_TESTS_PUSH";

/** Has the CLI push through a proxy, which keeps the code. */
export async function recordPush(
  { cloudUrl }: LocalDeployment,
  push: (proxyUrl: string) => Promise<unknown>,
): Promise<string> {
  let pushed: string | null = null;
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const headers = new Headers();
      for (const name of ["authorization", "content-type", "content-encoding"]) {
        const value = request.headers[name];
        if (typeof value === "string") headers.set(name, value);
      }
      if (request.url?.endsWith("/start_push"))
        pushed = (
          headers.get("content-encoding") === "br" ? brotliDecompressSync(body) : body
        ).toString();
      const answer = await fetch(`${cloudUrl}${request.url}`, {
        method: request.method ?? "GET",
        headers,
        ...(request.method === "GET" ? {} : { body }),
      });
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "application/json",
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch(() => response.destroy());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    await push(`http://127.0.0.1:${(server.address() as AddressInfo).port}`); // listening on a port, not a pipe
  } finally {
    server.closeAllConnections();
    server.close();
  }
  if (pushed === null) throw new Error("The CLI pushed nothing.");
  return pushed;
}

export const sharePush = (path: string) => void (process.env[PATH] = path);

/** Null where no push was shared: in a process that no test file started. */
export async function sharedPush(): Promise<object | null> {
  const path = process.env[PATH];
  return path === undefined ? null : (JSON.parse(await readFile(path, "utf8")) as object);
}

export async function replayPush(
  { cloudUrl, adminKey }: LocalDeployment,
  push: object,
): Promise<void> {
  const post = async (step: string, body: object) => {
    const response = await fetch(`${cloudUrl}/api/deploy2/${step}`, {
      method: "POST",
      headers: { authorization: `Convex ${adminKey}`, "content-type": "application/json" },
      body: JSON.stringify({ ...body, adminKey }),
    });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()) as object;
  };
  const startPush = await post("start_push", push);
  await post("finish_push", { startPush, dryRun: false });
}
