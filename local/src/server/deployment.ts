import type { AnalyzedModule, ComponentSchema, ModuleSource } from "../types";

/**
 * The source of a component's environment variable: a fixed string, or a variable of the parent.
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
  /** The definition path of the installed component. */
  readonly path: string;
  readonly env: readonly (readonly [string, EnvironmentBinding])[] | null;
}

/** The evaluated `convex.config.ts`. */
export interface ComponentConfiguration {
  readonly definitionType:
    | { readonly type: "app"; readonly httpPrefix?: string }
    | { readonly type: "childComponent"; readonly name: string };
  readonly childComponents: readonly ChildInstallation[];
  /** Normalized prefix ("/x/") → reference of the child ("_reference/childComponent/<name>"). */
  readonly httpMounts: Readonly<Record<string, string>>;
  readonly envVars: readonly (readonly [string, EnvironmentDeclaration])[];
}

/** A component definition with its code. It may be installed several times. */
export interface ComponentDefinition {
  /** "" for the app, else the folder relative to the app's functions folder. */
  readonly path: string;
  readonly configuration: ComponentConfiguration;
  readonly modules: readonly ModuleSource[];
  readonly analysis: Readonly<Record<string, AnalyzedModule>>;
  readonly schema: ComponentSchema | null;
}

/** The code of a push, without environment and addresses, which may change later. */
export interface Deployment {
  /** New for every push. */
  readonly id: string;
  /** The project's functions folder, for the CLI's diff. */
  readonly functions: string;
  readonly udfServerVersion: string | null;
  readonly nodeVersion: string | null;
  readonly definitions: ReadonlyMap<string, ComponentDefinition>;
}

/** A deployment before the first push: an app without functions. */
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
