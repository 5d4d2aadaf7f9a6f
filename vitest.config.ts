import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";
import { engineIndexes } from "./test/support/engineIndexes";
import { LongestFirst } from "./test/support/longestFirst";

export default defineConfig({
  plugins: [engineIndexes()],
  test: {
    environment: "node",
    include: ["test/**/*.test.ts"],
    // One file at a time is vitest's way on two cores, and most of a file's time is spent on one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // convex-test is bundled with the tests, so that its import.meta.glob keys are theirs.
    globalSetup: ["test/support/globalSetup.ts"],
    setupFiles: ["test/support/eventShapes.ts", "test/support/cheapScrypt.ts"],
    server: { deps: { inline: ["convex-test"] } },
  },
});
