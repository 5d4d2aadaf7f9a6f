import type { ComponentPath } from "../types";
import type { ComponentDefinition, EnvironmentBinding } from "./deployment";
import { RequestError } from "./requestError";

/** An installed component: a node of the tree. */
export interface InstalledComponent {
  readonly path: ComponentPath;
  /** The name in its parent; "" for the app. */
  readonly name: string;
  readonly definition: ComponentDefinition;
  readonly parent: ComponentPath | null;
  readonly bindings: readonly (readonly [string, EnvironmentBinding])[];
  /** Full prefix on the site port with a slash at both ends, or null when not mounted. */
  readonly httpPrefix: string | null;
  /** Child name → child path. */
  readonly children: ReadonlyMap<string, ComponentPath>;
}

/**
 * Installs the definitions from the app downwards; parents come before their children in the
 * result.
 */
export function installComponents(
  definitions: ReadonlyMap<string, ComponentDefinition>,
): ReadonlyMap<ComponentPath, InstalledComponent> {
  const installed = new Map<ComponentPath, InstalledComponent>();

  const install = (
    definitionPath: string,
    place: Pick<InstalledComponent, "path" | "name" | "parent" | "bindings" | "httpPrefix">,
    ancestors: readonly string[],
  ) => {
    const definition = definitions.get(definitionPath);
    if (definition === undefined)
      throw invalid(`Component definition "${definitionPath}" was not pushed.`);
    if (ancestors.includes(definitionPath))
      throw invalid(`Component "${definitionPath}" contains itself.`);
    const { childComponents } = definition.configuration;
    const children = new Map<string, ComponentPath>();
    for (const child of childComponents) {
      if (children.has(child.name))
        throw invalid(
          `Two components are installed as "${child.name}" in "${place.path}". Give one of them another name.`,
        );
      children.set(child.name, place.path === "" ? child.name : `${place.path}/${child.name}`);
    }
    installed.set(place.path, { ...place, definition, children });
    for (const child of childComponents) {
      install(
        child.path,
        {
          path: children.get(child.name)!, // set in the loop above
          name: child.name,
          parent: place.path,
          bindings: child.env ?? [],
          httpPrefix: mountPrefix(place.httpPrefix, definition, child.name),
        },
        [...ancestors, definitionPath],
      );
    }
  };

  const app = definitions.get("");
  if (app === undefined) throw invalid("The push has no app definition.");
  const type = app.configuration.definitionType;
  const root = type.type === "app" ? (type.httpPrefix ?? "/") : "/";
  install("", { path: "", name: "", parent: null, bindings: [], httpPrefix: root }, []);
  return installed;
}

/** A component in an unmounted component is never mounted, whatever its prefix. */
function mountPrefix(
  parent: string | null,
  definition: ComponentDefinition,
  child: string,
): string | null {
  if (parent === null) return null;
  const mount = Object.entries(definition.configuration.httpMounts).find(
    ([, reference]) => reference === `_reference/childComponent/${child}`,
  );
  return mount === undefined ? null : parent + mount[0].slice(1);
}

function invalid(message: string): RequestError {
  return new RequestError(400, "InvalidComponents", message);
}
