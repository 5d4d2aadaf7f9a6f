/**
 * The attributes that are stored and given back (RFC 7643, 4). The answers of the three discovery
 * endpoints, the normalization of bodies, PATCH and filters all read this table.
 */
export type ResourceKind = "User" | "Group";

export interface AttributeRow {
  readonly type: "string" | "boolean" | "complex" | "reference" | "binary" | "dateTime";
  readonly description: string;
  readonly multiValued?: true;
  readonly required?: true;
  readonly caseExact?: true;
  /** `readWrite` if it is left out. */
  readonly mutability?: "readOnly" | "immutable";
  /** PATCH cannot remove it, although it is not required. */
  readonly isKept?: true;
  /** `default` if it is left out. */
  readonly returned?: "always";
  /** `none` if it is left out. */
  readonly uniqueness?: "server";
  readonly canonicalValues?: readonly string[];
  readonly referenceTypes?: readonly string[];
  /** Characters of a value that is found by an index. */
  readonly maxLength?: number;
  /** Two values of one `type` are refused. */
  readonly uniqueTypes?: true;
  readonly subAttributes?: Attributes;
}

export type Attributes = Readonly<Record<string, AttributeRow>>;

export interface SchemaRow {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: Attributes;
}

const INDEXED_LENGTH = 512;

const text = (description: string, rest: Partial<AttributeRow> = {}): AttributeRow => ({
  type: "string",
  description,
  ...rest,
});
const flag = (description: string): AttributeRow => ({ type: "boolean", description });

/** The sub-attributes of RFC 7643, 2.4, around the given `value`. */
const valued = (value: AttributeRow, canonicalValues?: readonly string[]): Attributes => ({
  value,
  display: text("A name of the value, for people."),
  type: text("What the value is for.", canonicalValues && { canonicalValues }),
  primary: flag("Whether this is the preferred value. At most one is."),
});

const many = (description: string, subAttributes: Attributes): AttributeRow => ({
  type: "complex",
  description,
  multiValued: true,
  subAttributes,
});
const manyByType = (description: string, subAttributes: Attributes): AttributeRow => ({
  ...many(description, subAttributes),
  uniqueTypes: true,
});

const externalId = text("The identifier of the resource at the identity provider.", {
  caseExact: true,
  maxLength: INDEXED_LENGTH,
});

const user: SchemaRow = {
  id: "urn:ietf:params:scim:schemas:core:2.0:User",
  name: "User",
  description: "A person.",
  attributes: {
    externalId,
    userName: text("The name that identifies the user. Unique in the directory.", {
      required: true,
      uniqueness: "server",
      maxLength: INDEXED_LENGTH,
    }),
    name: {
      type: "complex",
      description: "The parts of the user's name.",
      subAttributes: {
        formatted: text("The full name as it is displayed."),
        familyName: text("The family name."),
        givenName: text("The given name."),
        middleName: text("The middle names."),
        honorificPrefix: text("Titles before the name."),
        honorificSuffix: text("Suffixes after the name."),
      },
    },
    displayName: text("The name that is shown to others."),
    nickName: text("The casual name."),
    profileUrl: {
      type: "reference",
      description: "The URL of a profile.",
      referenceTypes: ["external"],
    },
    title: text("The job title."),
    userType: text("The relation to the organization, such as Employee."),
    preferredLanguage: text("The preferred languages, as in Accept-Language."),
    locale: text("The location that decides formats, as a language tag."),
    timezone: text("The time zone, in the form of the IANA database."),
    active: {
      ...flag("Whether the user may sign in. False ends the user's access."),
      isKept: true, // a user without it would be active
    },
    emails: manyByType(
      "E-mail addresses.",
      valued(text("An e-mail address.", { maxLength: INDEXED_LENGTH }), ["work", "home", "other"]),
    ),
    phoneNumbers: manyByType(
      "Phone numbers.",
      valued(text("A phone number."), ["work", "home", "mobile", "fax", "pager", "other"]),
    ),
    ims: manyByType("Addresses for instant messages.", valued(text("An address."))),
    photos: manyByType(
      "Pictures of the user.",
      valued({ type: "reference", description: "The URL.", referenceTypes: ["external"] }, [
        "photo",
        "thumbnail",
      ]),
    ),
    addresses: manyByType("Postal addresses.", {
      formatted: text("The full address as it is displayed."),
      streetAddress: text("The street, with the number."),
      locality: text("The city."),
      region: text("The state or region."),
      postalCode: text("The postal code."),
      country: text("The country, as a code of ISO 3166-1 alpha-2."),
      type: text("What the address is for.", { canonicalValues: ["work", "home", "other"] }),
      primary: flag("Whether this is the preferred address. At most one is."),
    }),
    // Entra ID sends several values of one type (AppRoleAssignmentsComplex).
    entitlements: many("What the user is entitled to.", valued(text("An entitlement."))),
    roles: many("The user's roles at the identity provider.", valued(text("A role."))),
    x509Certificates: many(
      "Certificates.",
      valued({ type: "binary", description: "A certificate as base64 of DER.", caseExact: true }),
    ),
  },
};

const enterpriseUser: SchemaRow = {
  id: "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",
  name: "EnterpriseUser",
  description: "What an enterprise knows of a user.",
  attributes: {
    employeeNumber: text("The number of the employee."),
    costCenter: text("The cost center."),
    organization: text("The organization."),
    division: text("The division."),
    department: text("The department."),
    manager: {
      type: "complex",
      description: "The user's manager.",
      subAttributes: {
        value: text("The manager's id."),
        $ref: { type: "reference", description: "The manager's URL.", referenceTypes: ["User"] },
        displayName: text("The manager's name."),
      },
    },
  },
};

const group: SchemaRow = {
  id: "urn:ietf:params:scim:schemas:core:2.0:Group",
  name: "Group",
  description: "A group of users.",
  attributes: {
    externalId,
    displayName: text("The group's name. Unique in the directory.", {
      required: true,
      uniqueness: "server",
      maxLength: INDEXED_LENGTH,
    }),
    members: many("The users of the group.", {
      value: text("The user's id.", { mutability: "immutable", caseExact: true }),
      $ref: {
        type: "reference",
        description: "The user's URL.",
        referenceTypes: ["User"],
        mutability: "immutable",
      },
      type: text("The kind of member.", { mutability: "immutable", canonicalValues: ["User"] }),
    }),
  },
};

/** Also in every resource, and in no schema (RFC 7643, 3.1). For filters and selections. */
const COMMON_ATTRIBUTES: Attributes = {
  id: text("The resource's id.", { caseExact: true, mutability: "readOnly", returned: "always" }),
  schemas: text("The schemas of the resource.", {
    multiValued: true,
    caseExact: true,
    returned: "always",
  }),
  meta: {
    type: "complex",
    description: "What is known of the resource itself.",
    mutability: "readOnly",
    subAttributes: {
      resourceType: text("The resource's type.", { caseExact: true }),
      created: { type: "dateTime", description: "When it was created." },
      lastModified: { type: "dateTime", description: "When it was last changed." },
      location: text("The resource's URL.", { caseExact: true }),
      version: text("The ETag.", { caseExact: true }),
    },
  },
};

export interface ResourceTypeRow {
  readonly endpoint: string;
  readonly description: string;
  readonly core: SchemaRow;
  readonly extensions: readonly SchemaRow[];
}

export const RESOURCE_TYPES: Readonly<Record<ResourceKind, ResourceTypeRow>> = {
  User: {
    endpoint: "/Users",
    description: "The users of the directory.",
    core: user,
    extensions: [enterpriseUser],
  },
  Group: {
    endpoint: "/Groups",
    description: "The groups of the directory.",
    core: group,
    extensions: [],
  },
};

export const ENTERPRISE_USER = enterpriseUser.id;

/** Names of attributes with their rows, whatever their case. */
export interface AttributeIndex {
  find(name: string): { readonly name: string; readonly row: AttributeRow } | undefined;
}

function indexAttributes(attributes: Attributes): AttributeIndex {
  const byFoldedName = new Map(
    Object.entries(attributes).map(([name, row]) => [name.toLowerCase(), { name, row }]),
  );
  return { find: (name) => byFoldedName.get(name.toLowerCase()) };
}

const emptyIndex = indexAttributes({});
const indexes = new Map<Attributes, AttributeIndex>();

/** The index of the rows of a schema or of an attribute. They are the constants of this file. */
export function indexOf(attributes: Attributes | undefined): AttributeIndex {
  if (!attributes) return emptyIndex;
  const index = indexes.get(attributes) ?? indexAttributes(attributes);
  indexes.set(attributes, index);
  return index;
}

const documentIndexes: Readonly<Record<ResourceKind, AttributeIndex>> = {
  User: indexAttributes({ ...COMMON_ATTRIBUTES, ...user.attributes }),
  Group: indexAttributes({ ...COMMON_ATTRIBUTES, ...group.attributes }),
};

/** The attributes at the top of a resource, with those of RFC 7643, 3.1. */
export const documentIndexOf = (kind: ResourceKind): AttributeIndex => documentIndexes[kind];

/** The rows of an extension, none for one that is not known. `urn` may have any case. */
export const extensionOf = (kind: ResourceKind, urn: string): SchemaRow | undefined =>
  RESOURCE_TYPES[kind].extensions.find(({ id }) => id.toLowerCase() === urn.toLowerCase());
