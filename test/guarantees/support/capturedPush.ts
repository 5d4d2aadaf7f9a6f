/**
 * What the unmodified CLI pushes: a loopback server that answers as a deployment until the code is
 * there, and then refuses it.
 */
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { brotliDecompressSync } from "node:zlib";
import type { LocalDeployment } from "@banata-auth/local";
import { convex } from "../../support/deployment";

export interface PushedModule {
  readonly path: string;
  readonly source: string;
  readonly sourceMap?: string;
  readonly environment: "isolate" | "node";
}
export interface Push {
  readonly appDefinition: {
    readonly changedModules: readonly PushedModule[];
    readonly schema: PushedModule | null;
  };
  readonly componentDefinitions: readonly {
    readonly definitionPath: string;
    readonly functions: readonly PushedModule[];
    readonly schema: PushedModule | null;
  }[];
}

export async function capturePush(): Promise<Push> {
  let push: Push | null = null;
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { pathname } = new URL(request.url ?? "/", "http://127.0.0.1");
      const refused = pathname.startsWith("/api/deploy2/");
      // The first carries all of the code already, to be evaluated before the push of the same.
      if (/\/(evaluate|start)_push$/.test(pathname)) push = JSON.parse(body) as Push; // the CLI's own format: convex/src/cli/lib/deployApi/startPush.ts
      response.writeHead(refused ? 400 : 200, { "content-type": "application/json" });
      response.end(
        JSON.stringify(
          refused
            ? { code: "Captured", message: "This is as far as this push goes." }
            : (answers[pathname]?.(cloudUrl) ?? null),
        ),
      );
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const cloudUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`; // listening on a port, not a pipe
  // The CLI is told where to go and with which key, no more.
  const said = await convex(
    { cloudUrl, adminKey: "captured|key" } as LocalDeployment,
    "deploy",
    "--typecheck",
    "disable",
    "--codegen",
    "disable",
  ).catch((error: Error) => error.message);
  server.closeAllConnections();
  server.close();
  if (!push) throw new Error(`The CLI never pushed: ${said}`);
  return push;
}

const answers: Readonly<Record<string, (cloudUrl: string) => unknown>> = {
  "/version": () => "captured",
  "/instance_name": () => "captured",
  "/api/check_admin_key": () => ({ success: true }),
  "/api/v1/get_canonical_urls": (cloudUrl) => ({
    convexCloudUrl: cloudUrl,
    convexSiteUrl: cloudUrl,
  }),
  "/api/get_config_hashes": () => ({
    config: { functions: "convex/" },
    moduleHashes: [],
    udfServerVersion: null,
    nodeDependencies: [],
  }),
  "/api/v1/list_environment_variables": () => ({ environmentVariables: {} }),
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  const body = await buffer(request);
  return (
    request.headers["content-encoding"] === "br" ? brotliDecompressSync(body) : body
  ).toString();
}
