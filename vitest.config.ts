import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { engineCancellation } from "./test/support/engineCancellation.ts";
import { engineIndexes } from "./test/support/engineIndexes.ts";
import { LongestFirst } from "./test/support/longestFirst.ts";
import { patient } from "./test/support/testMode.ts";

export default defineConfig({
  test: {
    // One file at a time is vitest's way on two cores, and most of a file's time is spent on one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        plugins: [engineCancellation(), engineIndexes()],
        resolve: {
          alias: { "@banata-auth/local": `${import.meta.dirname}/local/src/index.ts` },
        },
        test: {
          name: "auth",
          environment: "node",
          include: ["test/**/*.test.ts"],
          testTimeout: patient(60_000),
          hookTimeout: patient(60_000),
          // convex-test is bundled with the tests, so that its import.meta.glob keys are theirs.
          globalSetup: ["test/support/skippedTests.ts", "test/support/globalSetup.ts"],
          setupFiles: ["test/support/eventShapes.ts", "test/support/cheapHashes.ts"],
          server: { deps: { inline: ["convex-test"] } },
        },
      },
      "local",
    ],
  },
});
