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
  const script = outputFiles[0]!.text; // one entry point, one file
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/page.js")
      return void response.setHeader("content-type", "text/javascript").end(script);
    const config = (searchParams.get("config") ?? "{}").replaceAll("<", "\\u003c");
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
    close: () => void server.close(),
  };
}
