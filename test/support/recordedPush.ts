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

/** Has the CLI push through a proxy, which keeps the code and passes it on with cheap hashes. */
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
      let forwarded: Uint8Array<ArrayBuffer> | string = new Uint8Array(body);
      if (request.url?.endsWith("/start_push")) {
        const isCompressed = headers.get("content-encoding") === "br";
        pushed = (isCompressed ? brotliDecompressSync(body) : body).toString();
        headers.delete("content-encoding");
        forwarded = withCheapHashes(pushed);
      }
      const answer = await fetch(`${cloudUrl}${request.url}`, {
        method: request.method ?? "GET",
        headers,
        ...(request.method === "GET" ? {} : { body: forwarded }),
      });
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "application/json",
      });
      response.end(Buffer.from(await answer.arrayBuffer()));
    })().catch((error: unknown) => {
      response.writeHead(400, { "content-type": "text/plain" }).end(String(error));
    });
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

/**
 * The same code with a password hash that costs next to nothing (see cheapHashes.ts). The CLI
 * writes the parameters as esbuild formats them. The component and the app may both have the code.
 */
export function withCheapHashes(push: string): string {
  const parts = push.split("{ memorySize: 19456, iterations: 2, parallelism: 1 }");
  if (parts.length < 2) throw new Error("The pushed code does not have passwords/argon2.ts.");
  return parts.join("{ memorySize: 8, iterations: 1, parallelism: 1 }");
}

export const sharePush = (path: string) => void (process.env[PATH] = path);

/** Null where no push was shared: in a process that no test file started. */
export async function sharedPush(): Promise<string | null> {
  const path = process.env[PATH];
  return path === undefined ? null : await readFile(path, "utf8");
}

export async function replayPush(
  { cloudUrl, adminKey }: LocalDeployment,
  push: string,
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
  const startPush = await post("start_push", JSON.parse(push) as object);
  await post("finish_push", { startPush, dryRun: false });
}
