/**
 * Support for an app's tests with `convex-test`. Published as it is, beside the compiled component,
 * because only Vite supports `import.meta.glob` and it transforms a dependency's TypeScript but not
 * its JavaScript.
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

const modules = import.meta.glob([
  "../convex/component/**/*.{js,ts}", // sources in the repository, JavaScript in the package
  "!**/*.d.ts",
]);

type Test = TestConvex<SchemaDefinition<GenericSchema, boolean>>;

/**
 * Registers the auth runtime and its child components in a test: `components.banataAuth` then works
 * as on a deployment. Set `process.env.BANATA_AUTH_SECRET` in the test.
 *
 * ```ts
 * const t = convexTest(appSchema, import.meta.glob("./**\/*.ts"));
 * register(t);
 * process.env.BANATA_PROJECT_ID = await createProject(t);
 * ```
 *
 * @param t the result of `convexTest`
 * @param name where the component is installed in `convex.config.ts`
 */
export function register(t: Test, name = "banataAuth"): void {
  t.registerComponent(name, schema, modules);
  registerRateLimiter(t, `${name}/rateLimiter`);
}

/**
 * Creates a project, as `npx banata-auth project create` does on a deployment, and returns its id.
 *
 * @param slug must differ between the projects of a test
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
