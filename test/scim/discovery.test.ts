/** The three discovery endpoints, with scimmy as a second opinion on schemas and filters. */
import Scimmy from "scimmy";
import { describe, expect, test } from "vitest";
import {
  resourceType,
  resourceTypes,
  schema,
  schemas,
  serviceProviderConfig,
} from "../../convex/component/scim/discovery";
import { parseFilter } from "../../convex/component/scim/filter";
import type { JsonObject } from "../../convex/component/scim/json";
import { type Attributes, RESOURCE_TYPES } from "../../convex/component/scim/schemas";
import { refusalOf } from "./support/faults";
import { ENTERPRISE, GROUP, USER } from "./support/messages";

const base = "https://x/scim/v2";
const resourcesOf = (list: JsonObject) => list.Resources as unknown as readonly Attribute[]; // a ListResponse

interface Attribute {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly multiValued: boolean;
  readonly required: boolean;
  readonly subAttributes?: readonly Attribute[];
  readonly attributes?: readonly Attribute[];
}

describe("discovery", () => {
  test("names the resource types, and schemas that are there", () => {
    expect(resourceTypes(base)).toMatchObject({ totalResults: 2, itemsPerPage: 2 });
    expect(resourceType(base, "User")).toMatchObject({
      endpoint: "/Users",
      schema: USER,
      schemaExtensions: [{ schema: ENTERPRISE, required: false }],
      meta: { location: `${base}/ResourceTypes/User` },
    });
    expect(resourceType(base, "__proto__")).toBeNull();
    expect(resourcesOf(schemas(base)).map(({ id }) => id)).toEqual([USER, ENTERPRISE, GROUP]);
    expect(resourceType(base, "Group")).toMatchObject({ endpoint: "/Groups", schema: GROUP });
    expect(schema(base, USER.toUpperCase())).toMatchObject({ id: USER });
    expect(schema(base, "urn:x")).toBeNull();
    expect(serviceProviderConfig(base)).toMatchObject({
      patch: { supported: true },
      bulk: { supported: true, maxOperations: 100, maxPayloadSize: 1_048_576 },
      changePassword: { supported: false },
    });
  });

  test("has what Google reads: userName, active, emails, name", () => {
    expect(schema(base, USER)?.attributes).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: "userName", required: true, type: "string" }),
        expect.objectContaining({ name: "active", type: "boolean", mutability: "readWrite" }),
        expect.objectContaining({ name: "emails", multiValued: true }),
        expect.objectContaining({ name: "name", type: "complex" }),
      ]),
    );
    expect(JSON.stringify(schemas(base))).not.toContain('"password"');
  });

  const tables = Object.values(RESOURCE_TYPES).flatMap(({ core, extensions }) => [
    core,
    ...extensions,
  ]);
  const opinions = {
    [USER]: Scimmy.Schemas.User,
    [GROUP]: Scimmy.Schemas.Group,
    [ENTERPRISE]: Scimmy.Schemas.EnterpriseUser,
  };

  test.each(Object.entries(opinions))("agrees with scimmy about %s", (id, opinion) => {
    const ours = tables.find((each) => each.id === id)!.attributes;
    const theirs = (
      JSON.parse(JSON.stringify(opinion.definition.describe())) as { attributes: Attribute[] }
    ).attributes; // as it is sent
    const differences: string[] = [];
    const compare = (mine: Attributes, others: readonly Attribute[], where: string) => {
      for (const [name, each] of Object.entries(mine)) {
        const other = others.find((one) => one.name === name);
        if (!other) differences.push(`${where}${name} is ours alone`);
        else {
          for (const field of ["type", "multiValued", "required"] as const)
            if ((each[field] ?? false) !== other[field])
              differences.push(`${where}${name}.${field}: ${each[field]} or ${other[field]}`);
          compare(each.subAttributes ?? {}, other.subAttributes ?? [], `${where}${name}.`);
        }
      }
    };
    compare(ours, theirs, "");
    expect(differences).toEqual(expectedDifferences[id]);
  });
});

/** `externalId` is in no schema by RFC 7643, 3.1, but may be listed; Entra ID looks for it. */
const expectedDifferences: Readonly<Record<string, readonly string[]>> = {
  [USER]: ["externalId is ours alone"],
  [GROUP]: ["externalId is ours alone"],
  [ENTERPRISE]: [],
};

describe("the grammar of filters", () => {
  const accepted = [
    'userName eq "bjensen"',
    'name.familyName co "O\'Malley"',
    'userName sw "J"',
    "title pr",
    'meta.lastModified gt "2011-05-13T04:42:34Z"',
    'title pr and userType eq "Employee"',
    'title pr or userType eq "Intern"',
    'userType eq "Employee" and (emails co "example.com" or emails.value co "example.org")',
    'userType ne "Employee" and not (emails co "example.com")',
    'emails[type eq "work" and value co "@example.com"] or ims[type eq "xmpp" and value co "@f.com"]',
  ];

  test.each(accepted)("of RFC 7644 and of scimmy: %s", (filter) => {
    expect(refusalOf(() => parseFilter("User", filter))).toBe("accepted");
    expect(() => new Scimmy.Types.Filter(filter)).not.toThrow();
  });

  test.each(["title", 'emails[type eq "work"'])("refuses with scimmy: %s", (filter) => {
    expect(refusalOf(() => parseFilter("User", filter))).toBe("400 invalidFilter");
    expect(() => new Scimmy.Types.Filter(filter)).toThrow(/\S/);
  });
});
