import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { KnipConfig } from "knip";

/** Convex calls functions by their place, so knip cannot see their use. */
const DEFINES_FUNCTIONS =
  /= (internal)?(Query|Mutation|Action|query|mutation|action)\(|= (operation(Query|Mutation)|tenantJob|tenantCall|tenantRead|callerJob|purgeJob)(<.*>)?\(/m;

function listFunctionModules(): string[] {
  return readdirSync("convex/component", { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.includes("_generated"))
    .map((path) => join("convex/component", path))
    .filter((path) => DEFINES_FUNCTIONS.test(readFileSync(path, "utf8")));
}

const config: KnipConfig = {
  workspaces: {
    ".": {
      entry: [
        "src/{index,node,test}.ts",
        "src/{react,next}/index.ts",
        "convex/*.ts",
        "convex/component/{convex.config,schema,http,crons,setup}.ts",
        ...listFunctionModules(),
        "scripts/commonPasswords.ts",
        // Apps and programs that tests run by their path.
        "test/support/{guardedApp,smtpApp}/**/*.ts",
        "test/browser/migratedApp/pages.tsx",
        "test/support/failureReport.ts",
        "test/support/{clockedDeployment,deploymentProcess}.ts",
        "test/guarantees/support/bareIsolate.ts",
        "bench/peerApp/convex/*.ts",
        // Code that is written into the test engine imports it.
        "test/support/engineIndexes.ts",
      ],
      project: ["{src,convex,test,scripts,bench}/**", "!**/_generated/**"],
      // Comes with vitest.
      ignoreUnresolved: ["vite/client"],
      ignoreDependencies: [
        // test/browser/chromium.ts reads its files.
        "@sparticuz/chromium",
      ],
    },
    pages: {
      entry: ["src/main.tsx"],
      project: ["**/*.{ts,tsx}"],
    },
    "test/packaging/lowest": {
      // test/packaging/installedApp.ts links it by its path.
      ignoreDependencies: ["convex"],
    },
    local: {
      entry: [
        "src/index.ts",
        "bench/functions/**/*.ts",
        // Apps and programs that tests run by their path.
        "test/fixtures/{app,components,hanging,sync}/**/*.ts",
        "test/fixtures/storageWriter.ts",
      ],
      project: ["{src,test,bench}/**", "!**/_generated/**"],
    },
    "examples/*": {
      entry: ["convex/*.ts"],
      project: ["**/*.{ts,tsx}", "!**/_generated/**"],
    },
    "examples/better-auth-ui": {
      entry: ["convex/*.ts"],
      project: ["**/*.{ts,tsx}", "!**/_generated/**"],
      // Peers of better-auth-ui, at the versions that go together.
      ignoreDependencies: ["@better-auth/api-key", "@better-auth/core"],
    },
  },
  compilers: {
    // Neither generated code nor a glob of all modules is a use of their exports.
    ts: (text, path) =>
      /_generated\/api\.(d\.)?ts$/.test(path) ? "" : text.replaceAll("import.meta.glob", "glob"),
  },
  // Its entries are the generated files, which use everything.
  convex: false,
  ignoreExportsUsedInFile: { interface: true, type: true },
  // Assertions about types, which nothing imports.
  ignoreIssues: { "convex/component/wire/emailBlocks.ts": ["types"] },
  exclude: ["optionalPeerDependencies"],
};
export default config;
