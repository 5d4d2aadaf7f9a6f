/** `openapi.json` is valid, complete, and means what the contract says. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Validator } from "@seriousme/openapi-schema-validator";
import { describe, expect, test } from "vitest";
import { contract } from "../../convex/component/contract";
import { resources } from "../../scripts/contract/resources";
import { flatOpenApiDocument } from "../../scripts/openApi";
import { extractComponents } from "../../scripts/openApi/extraction";
import { everyOperation } from "../guarantees/support/operations";
import { repository } from "../support/deployment";
import { dereference } from "../support/dereference";

type Fields = { readonly [key: string]: unknown };
interface OperationObject {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
  readonly requestBody?: {
    readonly content: {
      readonly "application/json": { readonly schema: { readonly properties: Fields } };
    };
  };
}
interface Document {
  readonly tags: readonly { readonly name: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, OperationObject>>>>;
  readonly webhooks: Fields;
  readonly components: Readonly<Record<string, Readonly<Record<string, Fields>>>>;
}

const text = readFileSync(join(repository, "openapi.json"), "utf8");
const published = JSON.parse(text) as Document; // the tests check it
const operationObjects = Object.values(published.paths).flatMap((methods) =>
  Object.values(methods),
);

test("it is a valid OpenAPI 3.1 document", async () => {
  const validator = new Validator();
  expect(await validator.validate(JSON.parse(text) as Fields)).toMatchObject({ valid: true });
  expect(validator.version).toBe("3.1");
});

describe("references", () => {
  test("mean the same as the document without references", () => {
    const flat = flatOpenApiDocument(contract);
    expect({ ...dereference(published), components: null }).toEqual({ ...flat, components: null });
    expect(published.components).toMatchObject(flat.components);
    expect(JSON.stringify(flat)).not.toContain('"$ref"');
  });

  test("replace every copy of a component, and every component is used", () => {
    const components = Object.entries(published.components)
      .filter(([section]) => section !== "securitySchemes")
      .flatMap(([section, members]) =>
        Object.entries(members).map(([name, component]) => ({
          $ref: `#/components/${section}/${name}`,
          json: JSON.stringify(component),
        })),
      );
    expect(components.length).toBeGreaterThan(40);
    const compact = JSON.stringify(published);
    for (const { $ref, json } of components) {
      expect(compact.split(json).length - 1, $ref).toBe(1);
      expect(compact, $ref).toContain(`{"$ref":"${$ref}"`);
    }
  });

  test("keep a description that differs from the component's", () => {
    const point = { type: "object", properties: { x: { type: "number" } } };
    const components = { schemas: { Point: { ...point, description: "A point." } } };
    const document = {
      components: {},
      same: { ...point, description: "A point." },
      other: { ...point, description: "The origin." },
      none: point,
    };
    expect(extractComponents(document, components)).toEqual({
      components,
      same: { $ref: "#/components/schemas/Point" },
      other: { $ref: "#/components/schemas/Point", description: "The origin." },
      none: point,
    });
  });
});

test("it has every operation of the contract, under its path, id and tag", () => {
  for (const { name, group, definition } of everyOperation) {
    const method = definition.method === "GET" ? "get" : "post";
    expect(published.paths[definition.path]?.[method], name).toMatchObject({
      operationId: name,
      tags: [group],
    });
  }
  expect(operationObjects).toHaveLength(everyOperation.length);
});

test("every tag says in a line what its group is for", () => {
  expect(published.tags.map(({ name }) => name)).toEqual(Object.keys(contract));
  expect(Object.keys(resources)).toEqual(Object.keys(contract));
  for (const { name, description } of published.tags)
    expect(description, name).toMatch(/^[A-Z][^\n]{20,90}\.$/);
});

test("every operation has a summary of one sentence, and every input field a description", () => {
  const { paths } = dereference(published);
  for (const { operationId, summary, requestBody } of Object.values(paths).flatMap((methods) =>
    Object.values(methods),
  )) {
    expect(summary, operationId).toMatch(/^[A-Z].*\.$/s);
    const fields = requestBody?.content["application/json"].schema.properties ?? {};
    for (const [field, schema] of Object.entries(fields))
      expect([operationId, field, schema]).toEqual([
        operationId,
        field,
        expect.objectContaining({ description: expect.stringMatching(/\S/) }),
      ]);
  }
});
