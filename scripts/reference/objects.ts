/** The named objects of the API: each is described once, on the page of its group. */
import { contract } from "../../convex/component/contract";
import { listMetadata } from "../../convex/component/wire/fields";
import { toJsonSchema, type JsonSchema } from "../contract/jsonSchema";
import { namedSchemas } from "../contract/schemas";
import { withReferences, type Components } from "../openApi/extraction";
import { toAnchor } from "./markdown";

interface ApiObject {
  readonly name: string;
  /** The group whose page describes it. */
  readonly group: string;
  readonly schema: JsonSchema;
}

/** Slices without operations of their own are described with the group that returns them. */
const homes: Readonly<Record<string, string>> = { sessions: "users" };

export const apiObjects: readonly ApiObject[] = namedSchemas.map(({ name, slice, schema }) => {
  const group = homes[slice] ?? slice;
  if (!(group in contract)) throw new Error(`No page describes ${name} of ${slice}/contract.ts.`);
  return { name, group, schema: toJsonSchema(schema, "output") };
});

const LIST_METADATA = "ListMetadata";
const components: Components = {
  schemas: {
    ...Object.fromEntries(apiObjects.map(({ name, schema }) => [name, schema])),
    [LIST_METADATA]: toJsonSchema(listMetadata(), "output"),
  },
};

/** Returns an answer's schema with references to the named objects in it. */
export const withObjectReferences = (schema: JsonSchema): JsonSchema =>
  withReferences(schema, components) as JsonSchema; // a reference is a schema, too

/** Links a reference to the description of its object, from any page of the reference. */
export function linkObject($ref: string): string {
  const name = $ref.split("/").at(-1)!;
  if (name === LIST_METADATA) return `[${name}](README.md#lists)`;
  const group = apiObjects.find((each) => each.name === name)!.group;
  return `[${name}](${group}.md#${toAnchor(name)})`;
}
