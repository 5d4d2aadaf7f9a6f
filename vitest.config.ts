import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    environment: "node",
    include: ["test/**/*.test.ts"],
    // One file at a time is vitest's way on two cores, and most of a file's time is spent on one.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // convex-test is bundled with the tests, so that its import.meta.glob keys are theirs.
    globalSetup: ["test/support/skippedTests.ts", "test/support/globalSetup.ts"],
    setupFiles: ["test/support/eventShapes.ts"],
    server: { deps: { inline: ["convex-test"] } },
  },
});
