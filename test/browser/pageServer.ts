import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { build } from "esbuild";
import type { PageConfig } from "./page/index";

export interface PageServer {
  /**
   * The address of the page with that configuration, on `localhost` or `127.0.0.1`: two sites for a
   * browser.
   */
  url(host: "localhost" | "127.0.0.1", config: PageConfig): string;
  /**
   * The address, without a query, of a folder of pages. `configure` sets what they have as their
   * configuration: it may contain the address.
   */
  folder(host: "localhost" | "127.0.0.1"): {
    readonly url: string;
    configure(config: PageConfig): void;
  };
  close(): void;
}

/** Serves page/, bundled as an app would be. */
export async function servePage(): Promise<PageServer> {
  const { outputFiles } = await build({
    entryPoints: [join(import.meta.dirname, "page/index.tsx")],
    ...{
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2022",
      jsx: "automatic",
      logLevel: "silent",
    },
    define: { "process.env.NODE_ENV": '"development"' },
  });
  const folders = new Map<string, PageConfig>();
  const script = outputFiles[0]!.text; // one entry point, one file
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/page.js")
      return void response.setHeader("content-type", "text/javascript").end(script);
    const folder = folders.get(pathname.split("/", 2).join("/"));
    const given = folder ? JSON.stringify(folder) : (searchParams.get("config") ?? "{}");
    const config = given.replaceAll("<", "\\u003c");
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      `<!doctype html><script type="application/json" id="config">${config}</script><div id="root"></div><script type="module" src="/page.js"></script>`,
    );
  });
  // Without a host both loopback addresses, as a development server has them.
  server.listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    url: (host, config) =>
      `http://${host}:${port}/?${new URLSearchParams({ config: JSON.stringify(config) })}`,
    folder(host) {
      const path = `/${randomUUID()}`;
      return {
        url: `http://${host}:${port}${path}/`,
        configure: (config) => void folders.set(path, config),
      };
    },
    close: () => void server.close(),
  };
}
