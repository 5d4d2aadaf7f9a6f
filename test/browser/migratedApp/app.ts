/**
 * An app that has moved from `@convex-dev/better-auth`: its server and the files around its
 * components are the code blocks of the guide, word for word.
 */
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, join, relative } from "node:path";
import { build } from "esbuild";
import { repository } from "../../support/deployment";

const GUIDE = join(repository, "docs/migrate-from-convex-better-auth.md");
/** Inside the repository, so that the app finds its packages. */
const PARENT = join(repository, "node_modules/.cache");
/** The package under test is not installed in its own repository. */
const SOURCES = {
  "@banata-auth/convex/convex.config": "convex/component/convex.config",
  "@banata-auth/convex": "src/index",
};

export interface MigratedApp {
  readonly directory: string;
  /** Bundles the page with these variables of Vite and serves it. */
  serve(variables: { readonly [name: string]: string }, options?: ServeOptions): Promise<Served>;
  /** Bundles a file for a server, whose framework handles `handledRequest`. */
  bundleForServer(path: string): Promise<string>;
  remove(): Promise<void>;
}
interface ServeOptions {
  /** Leaves out the plugin for two sites, as an app on one site does. */
  readonly crossDomain: boolean;
}
interface Served {
  readonly port: number;
  close(): void;
}

/** The guide's files by their paths: code blocks behind `<!-- file: <path> -->`. */
async function guideFiles(): Promise<Map<string, string>> {
  const text = await readFile(GUIDE, "utf8");
  return new Map(
    [...text.matchAll(/^<!-- file: (.+) -->\n\n```\w+\n([^]*?)^```$/gm)].map(
      ([, path = "", code = ""]) => [path, code],
    ),
  );
}

export async function writeMigratedApp(): Promise<MigratedApp> {
  await mkdir(PARENT, { recursive: true });
  const directory = await mkdtemp(join(PARENT, "migrated-"));
  const write = async (path: string, code: string) => {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), code);
  };
  const fromRepository = (path: string, file: string) =>
    relative(join(directory, dirname(path)), join(repository, file));
  for (const [path, code] of await guideFiles()) {
    const installed = Object.entries(SOURCES).reduce(
      (text, [name, file]) => text.replaceAll(`"${name}"`, `"${fromRepository(path, file)}"`),
      code,
    );
    await write(path, installed);
  }
  await write("package.json", JSON.stringify({ name: "migrated", dependencies: { convex: "*" } }));
  for (const file of ["api.js", "server.js"])
    await write(
      `convex/_generated/${file}`,
      await readFile(join(repository, "convex/_generated", file), "utf8"),
    );
  await write(
    "src/App.tsx",
    `import { Pages } from "${fromRepository("src/App.tsx", "test/browser/migratedApp/pages")}";
import { authClient } from "./lib/auth-client";
export const App = () => <Pages authClient={authClient} boundaryClient={authClient} />;
`,
  );
  return {
    directory,
    serve: async (variables, options = { crossDomain: true }) =>
      await serve(directory, variables, options),
    bundleForServer: async (path) => await bundleForServer(directory, path),
    remove: async () => await rm(directory, { recursive: true, force: true }),
  };
}

async function serve(
  directory: string,
  variables: { readonly [name: string]: string },
  { crossDomain }: ServeOptions,
): Promise<Served> {
  const { outputFiles } = await build({
    entryPoints: [join(directory, "src/main.tsx")],
    ...{
      bundle: true,
      write: false,
      format: "esm",
      platform: "browser",
      target: "es2022",
      jsx: "automatic",
      logLevel: "silent",
    },
    define: {
      "process.env.NODE_ENV": '"development"',
      ...Object.fromEntries(
        Object.entries(variables).map(([name, value]) => [
          `import.meta.env.${name}`,
          JSON.stringify(value),
        ]),
      ),
    },
    plugins: crossDomain ? [] : [withoutCrossDomain],
  });
  const script = outputFiles[0]!.text; // one entry point, one file
  const server = createServer((request, response) => {
    if (request.url === "/page.js")
      return void response.setHeader("content-type", "text/javascript").end(script);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(
      '<!doctype html><div id="root"></div><script type="module" src="/page.js"></script>',
    );
  });
  // Without a host both loopback addresses, as a development server has them.
  server.listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { port, close: () => void server.close() };
}

/** The request that a bundle's framework handles. */
export const handledRequest = { headers: new Headers() };

async function bundleForServer(directory: string, path: string): Promise<string> {
  const outfile = join(directory, "server", `${path}.mjs`);
  Object.assign(globalThis, { handledRequest });
  await build({
    entryPoints: [join(directory, path)],
    outfile,
    ...{ bundle: true, format: "esm", platform: "node", target: "node20", logLevel: "silent" },
    plugins: [requestHeaders],
  });
  return outfile;
}

type Plugin = NonNullable<Parameters<typeof build>[0]["plugins"]>[number];

/** The frameworks are not installed here, and outside their servers they have no request. */
const requestHeaders: Plugin = {
  name: "request-headers",
  setup(bundler) {
    bundler.onResolve(
      { filter: /^(next\/headers|@tanstack\/react-start\/server)/ },
      ({ path }) => ({
        path,
        namespace: "framework",
      }),
    );
    bundler.onLoad({ filter: /./, namespace: "framework" }, () => ({
      contents: `export const headers = async () => globalThis.handledRequest.headers;
export const getRequestHeaders = () => globalThis.handledRequest.headers;`,
    }));
  },
};

/** The one line in which the two kinds of app differ. */
const withoutCrossDomain: Plugin = {
  name: "one-site",
  setup(bundler) {
    bundler.onLoad({ filter: /auth-client\.ts$/ }, async ({ path }) => ({
      contents: (await readFile(path, "utf8")).replace(" crossDomainClient(),", ""),
      loader: "ts",
    }));
  },
};
