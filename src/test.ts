/**
 * For tests of an app with `convex-test`: registers this component and the one inside it. Published as source, because only Vite knows `import.meta.glob`.
 */
import { register as registerRateLimiter } from "@convex-dev/rate-limiter/test";
import type { TestConvex } from "convex-test";
import type { GenericSchema, SchemaDefinition } from "convex/server";
import schema from "../convex/component/schema";

const modules = import.meta.glob("../convex/component/**/*.ts");

/**
 * Makes the auth runtime part of a test: `components.banataAuth` then works in it as deployed. Set `process.env.BANATA_AUTH_SECRET` in the test.
 *
 * ```ts
 * const t = convexTest(appSchema, import.meta.glob("./**\/*.ts"));
 * register(t);
 * ```
 *
 * @param t what `convexTest` answered
 * @param name where the component is installed in `convex.config.ts`
 */
export function register(t: TestConvex<SchemaDefinition<GenericSchema, boolean>>, name = "banataAuth"): void {
  t.registerComponent(name, schema, modules);
  registerRateLimiter(t, `${name}/rateLimiter`);
}
