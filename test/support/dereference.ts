/**
 * A copy of an OpenAPI document in which every `$ref` is replaced by what it refers to. A
 * description beside a `$ref` takes precedence, as OpenAPI 3.1 says.
 */
export function dereference<D extends object>(document: D): D {
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== "object" || value === null) return value;
    const fields = Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, resolve(item)]),
    );
    const { $ref, ...beside } = fields;
    if (typeof $ref !== "string") return fields;
    return { ...(resolve(find(document, $ref)) as object), ...beside };
  };
  return resolve(document) as D; // references have the meaning of their target
}

function find(document: object, $ref: string): unknown {
  let found: unknown = document;
  for (const name of $ref.replace(/^#\//, "").split("/"))
    found = (found as { readonly [name: string]: unknown } | undefined)?.[name];
  if (found === undefined) throw new Error(`${$ref} is missing.`);
  return found;
}
