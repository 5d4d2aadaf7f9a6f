import { z } from "zod";

const module = z.object({
  path: z.string(),
  source: z.string(),
  sourceMap: z.string().optional(),
  environment: z.enum(["isolate", "node"]),
});

const unchangedModule = z.object({
  path: z.string(),
  environment: z.enum(["isolate", "node"]),
  sha256: z.string(),
});

/**
 * The body of `start_push`, `evaluate_push` and `evaluate_schema` (the CLI's
 * `deployApi/startPush.ts`).
 */
export const pushRequest = z.object({
  dryRun: z.boolean(),
  /**
   * Set by `codegen --component-dir`, which installs one component in an empty app and never
   * finishes the push.
   */
  forCodegen: z.boolean().default(false),
  functions: z.string(),
  appDefinition: z.object({
    definition: module.nullable(),
    dependencies: z.array(z.string()),
    schema: module.nullable(),
    changedModules: z.array(module),
    unchangedModuleHashes: z.array(unchangedModule),
    udfServerVersion: z.string(),
  }),
  componentDefinitions: z.array(
    z.object({
      definitionPath: z.string(),
      definition: module,
      dependencies: z.array(z.string()),
      schema: module.nullable(),
      functions: z.array(module),
      udfServerVersion: z.string(),
    }),
  ),
  nodeVersion: z.string().nullish(),
});
export type PushRequest = z.output<typeof pushRequest>;

/** A definition of the push with all its modules: the common form of app and components. */
export interface PushedDefinition {
  /** "" for the app. */
  readonly path: string;
  readonly definition: z.output<typeof module> | null;
  readonly schema: z.output<typeof module> | null;
  readonly modules: readonly z.output<typeof module>[];
}
