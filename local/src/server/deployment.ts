import type { AnalyzedModule, ComponentSchema, ModuleSource } from "../types";

/**
 * Where an environment variable of a component comes from: a fixed string, or a variable that the
 * parent declares or has.
 */
export type EnvironmentBinding =
  | { readonly type: "value"; readonly value: string }
  | { readonly type: "envVar"; readonly name: string };

/** A declared environment variable; `value` is its validator as JSON text. */
export interface EnvironmentDeclaration {
  readonly type: "value";
  readonly value: string;
  readonly optional?: boolean;
}

export interface ChildInstallation {
  readonly name: string;
  /** Definition path of what is installed. */
  readonly path: string;
  readonly env: readonly (readonly [string, EnvironmentBinding])[] | null;
}

/** What `convex.config.ts` says, evaluated. */
export interface ComponentConfiguration {
  readonly definitionType:
    | { readonly type: "app"; readonly httpPrefix?: string }
    | { readonly type: "childComponent"; readonly name: string };
  readonly childComponents: readonly ChildInstallation[];
  /** Normalized prefix ("/x/") → reference of the child ("_reference/childComponent/<name>"). */
  readonly httpMounts: Readonly<Record<string, string>>;
  readonly envVars: readonly (readonly [string, EnvironmentDeclaration])[];
}

/** A component definition with its code; it may be installed any number of times. */
export interface ComponentDefinition {
  /** "" for the app, else the folder relative to the app's functions folder. */
  readonly path: string;
  readonly configuration: ComponentConfiguration;
  readonly modules: readonly ModuleSource[];
  readonly analysis: Readonly<Record<string, AnalyzedModule>>;
  readonly schema: ComponentSchema | null;
}

/**
 * What a push brought: code without environment and without addresses, which may change under it.
 */
export interface Deployment {
  /** New for every push. */
  readonly id: string;
  /** The functions folder in the project, for the CLI's diff. */
  readonly functions: string;
  readonly udfServerVersion: string | null;
  readonly nodeVersion: string | null;
  readonly definitions: ReadonlyMap<string, ComponentDefinition>;
}

/** A deployment to which nothing was pushed yet: an app without functions. */
export const emptyDeployment: Deployment = {
  id: "empty",
  functions: "convex/",
  udfServerVersion: null,
  nodeVersion: null,
  definitions: new Map([
    [
      "",
      {
        path: "",
        configuration: {
          definitionType: { type: "app" },
          childComponents: [],
          httpMounts: {},
          envVars: [],
        },
        modules: [],
        analysis: {},
        schema: null,
      },
    ],
  ]),
};
