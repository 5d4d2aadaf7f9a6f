import type { Plugin } from "vitest/config";

const CHECK = 'if (job.state.kind !== "inProgress") {';

/**
 * Lets the test engine finish a scheduled function that was canceled while it ran, as Convex does
 * (https://docs.convex.dev/scheduling/scheduled-functions#canceling). The engine itself throws then,
 * outside of any test.
 */
export const engineCancellation = (): Plugin => ({
  name: "engine-cancellation",
  transform: (code, id) => {
    if (!/[\\/]convex-test[\\/]dist[\\/]index\.js$/.test(id)) return null;
    if (code.split(CHECK).length !== 2)
      throw new Error("This version of convex-test finishes scheduled functions differently.");
    return code.replace(CHECK, () => `if (job.state.kind === "canceled") return;\n${CHECK}`);
  },
});
