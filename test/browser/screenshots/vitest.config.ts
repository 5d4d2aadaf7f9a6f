/** `npm run screenshots`: a run of its own, because it measures and writes files. */
import { defineConfig } from "vitest/config";

const repository = `${import.meta.dirname}/../../..`;

export default defineConfig({
  root: repository,
  resolve: { alias: { "@banata-auth/local": `${repository}/local/src/index.ts` } },
  test: {
    include: ["test/browser/screenshots/screenshots.ts"],
    testTimeout: 900_000,
    hookTimeout: 180_000,
    reporters: [["default", { summary: false }]],
    disableConsoleIntercept: true,
    server: { deps: { inline: ["convex-test"] } },
  },
});
