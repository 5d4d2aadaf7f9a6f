/** Replaces the parts of a document that equal a component by a reference to it. */

type Json = unknown;
type JsonObject = { readonly [key: string]: Json };
/** Section of `components` → name → component. */
export type Components = Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;

/** Returns the document with references, and with the components that it refers to. */
export function extractComponents<D extends { readonly components: object }>(
  document: D,
  components: Components,
): D {
  const references = referencesTo(components);
  const replaced = replaceInside(document, references) as D; // references have the meaning of what they replace
  return {
    ...replaced,
    components: { ...document.components, ...usedBy(replaced, components, references) },
  };
}

/** Returns a value, such as one schema, with references to the components in it. */
export const withReferences = (value: Json, components: Components): Json =>
  replace(value, referencesTo(components));

/** The components that are referred to, directly or by another one. */
function usedBy(document: Json, components: Components, references: References): Components {
  const used: Record<string, Record<string, JsonObject>> = {};
  const visit = (value: Json): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isObject(value)) return;
    const { $ref } = value;
    if (typeof $ref === "string") visitComponent($ref);
    else Object.values(value).forEach(visit);
  };
  const visitComponent = ($ref: string): void => {
    const [section, name] = $ref.split("/").slice(2) as [string, string]; // #/components/<section>/<name>
    if (used[section]?.[name]) return;
    const component = replaceInside(components[section]![name], references) as JsonObject;
    (used[section] ??= {})[name] = component;
    visit(component);
  };
  visit(document);
  return Object.fromEntries(
    Object.entries(used).map(([section, members]) => [section, sortByName(members)]),
  );
}

const sortByName = <T>(members: Readonly<Record<string, T>>): Record<string, T> =>
  Object.fromEntries(Object.entries(members).sort(([a], [b]) => (a < b ? -1 : 1)));

/** JSON text of a component → `$ref`. */
interface References {
  readonly exact: ReadonlyMap<string, string>;
  /** Objects without their description: a place can give its own. */
  readonly described: ReadonlyMap<string, string>;
}

function referencesTo(components: Components): References {
  const exact = new Map<string, string>();
  const described = new Map<string, string>();
  for (const [section, members] of Object.entries(components)) {
    for (const [name, component] of Object.entries(members)) {
      const $ref = `#/components/${section}/${name}`;
      addOnce(exact, JSON.stringify(component), $ref);
      if (component["type"] === "object") addOnce(described, withoutDescription(component), $ref);
    }
  }
  return { exact, described };
}

function addOnce(references: Map<string, string>, text: string, $ref: string): void {
  const same = references.get(text);
  if (same) throw new Error(`${same} and ${$ref} are the same component.`);
  references.set(text, $ref);
}

const withoutDescription = (component: JsonObject): string =>
  JSON.stringify({ ...component, description: undefined });

const isObject = (value: Json): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function replace(value: Json, references: References): Json {
  if (!isObject(value)) return replaceInside(value, references);
  const exact = references.exact.get(JSON.stringify(value));
  if (exact) return { $ref: exact };
  const { description } = value;
  const described =
    description === undefined ? undefined : references.described.get(withoutDescription(value));
  return described ? { $ref: described, description } : replaceInside(value, references);
}

function replaceInside(value: Json, references: References): Json {
  if (Array.isArray(value)) return value.map((item: Json) => replace(item, references));
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, replace(item, references)]),
  );
}
