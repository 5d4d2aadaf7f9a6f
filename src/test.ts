/**
 * For tests of an app with `convex-test`. Published as source, because only Vite knows
 * `import.meta.glob`.
 */
import { register as registerRateLimiter } from "@convex-dev/rate-limiter/test";
import type { TestConvex } from "convex-test";
import {
  componentsGeneric,
  type FunctionReference,
  type GenericSchema,
  type SchemaDefinition,
} from "convex/server";
import schema from "../convex/component/schema";

const modules = import.meta.glob("../convex/component/**/*.ts");

type Test = TestConvex<SchemaDefinition<GenericSchema, boolean>>;

/**
 * Makes the auth runtime part of a test: `components.banataAuth` then works in it as deployed, with
 * what it needs inside. Set
 * `process.env.BANATA_AUTH_SECRET` in the test.
 *
 * ```ts
 * const t = convexTest(appSchema, import.meta.glob("./**\/*.ts"));
 * register(t);
 * process.env.BANATA_PROJECT_ID = await createProject(t);
 * ```
 *
 * @param t what `convexTest` answered
 * @param name where the component is installed in `convex.config.ts`
 */
export function register(t: Test, name = "banataAuth"): void {
  t.registerComponent(name, schema, modules);
  registerRateLimiter(t, `${name}/rateLimiter`);
}

/**
 * Makes a project to work in, as `npx banata-auth project create` does on a deployment; answers its
 * id.
 *
 * @param slug must be another for each project of a test
 */
export async function createProject(t: Test, slug = "test", name = "banataAuth"): Promise<string> {
  // Setup functions are internal: the component's type does not show them to an app.
  const { setup } = componentsGeneric()[name] as unknown as {
    setup: {
      createProject: FunctionReference<
        "mutation",
        "internal",
        Record<string, unknown>,
        { id: string }
      >;
    };
  };
  return await t.mutation(
    async (ctx) => (await ctx.runMutation(setup.createProject, { name: slug, slug })).id,
  );
}
