/**
 * Building blocks of the wire format: fields shared by several slices. Uses `zod/mini` rather than
 * `zod`, because a function module is evaluated in a fresh isolate each time, and `zod/mini` loads
 * in a third of the time (`npm run bench`).
 */
import * as z from "zod/mini";
import { domainName, emailAddress, MAXIMUM_TYPED_ADDRESS } from "../core/emailAddress";
import { ruleFault, webUrlRule, type FieldRule } from "../core/fieldRules";
import { idPrefixes, type IdKind } from "../core/ids";

/**
 * Metadata that JSON Schema cannot express, for the generators of the manifest and `openapi.json`.
 */
export const wireMetadata = z.registry<{
  date?: true;
  idOf?: IdKind;
  cursor?: true;
  encoding?: Encoding;
  description?: string;
}>();

/**
 * Input fields that the client takes in other forms too and converts: a time (`Date`, ISO 8601 or
 * epoch milliseconds) sent as epoch milliseconds or as ISO 8601, and a value sent as JSON text.
 */
export type Encoding = "epoch" | "iso" | "json";
/** The optional property exists for the client's types only; a plain number or string fits. */
export type Encoded<Wire, E extends Encoding, Value = unknown> = Wire & {
  readonly __encoding?: { readonly kind: E; readonly value: Value };
};

/** An ISO 8601 UTC string on the wire, a `Date` in the client. Only `toIsoDate` creates one. */
export type IsoDate = string & { readonly __isoDate: true };
export const toIsoDate = (milliseconds: number): IsoDate =>
  new Date(milliseconds).toISOString() as IsoDate; // the only source of the brand

/** Output: a time that the client converts to a `Date`. */
export const isoDate = () => {
  // The schema only checks for a string; the brand exists for the client's types.
  const schema = z.string() as unknown as z.ZodMiniType<IsoDate, IsoDate>;
  wireMetadata.add(schema, { date: true });
  return schema;
};

/** Output: epoch milliseconds; stays a number in the client. */
export const epochMilliseconds = () => z.number();

/** Input: epoch milliseconds. */
export const epochInput = () =>
  encoded<number, "epoch">("epoch", z.number().check(z.int(), z.minimum(0), z.maximum(8.64e15)));

/** Input: an ISO 8601 time with a UTC offset; epoch milliseconds inside. */
export const timeInput = () =>
  encoded<string, "iso", unknown, number>(
    "iso",
    z.pipe(
      z.iso.datetime({ offset: true }),
      z.transform((text: string) => Date.parse(text)),
    ),
  );

/** Declares that the client takes other forms of a field and converts them. */
export function encoded<Wire, E extends Encoding, Value = unknown, Output = Wire>(
  encoding: E,
  schema: z.ZodMiniType<Output, Wire>,
): z.ZodMiniType<Output, Encoded<Wire, E, Value>> {
  wireMetadata.add(schema, { encoding });
  return schema as z.ZodMiniType<Output, Encoded<Wire, E, Value>>; // the same values
}

/** Input: an id. A malformed id is simply not found, so only its length is checked. */
export const idInput = (kind: IdKind) => {
  const schema = z.string().check(z.minLength(1), z.maxLength(128));
  wireMetadata.add(schema, {
    idOf: kind,
    description: `Id of the ${kind}, \`${idPrefixes[kind]}_…\`.`,
  });
  return schema;
};
export const idOutput = (kind: IdKind) => {
  const schema = z.string();
  wireMetadata.add(schema, { description: `\`${idPrefixes[kind]}_\` followed by a ULID.` });
  return schema;
};

const cursor = () => {
  const schema = z.string().check(z.minLength(1), z.maxLength(1024));
  wireMetadata.add(schema, {
    cursor: true,
    description: "A cursor from an earlier response's `listMetadata`.",
  });
  return schema;
};

/** Input of every list. At most one of `after` and `before`. */
export const pageInput = () => ({
  limit: z._default(z.number().check(z.int(), z.minimum(1), z.maximum(100)), 20),
  after: z.optional(cursor()),
  before: z.optional(cursor()),
  order: z._default(z.enum(["asc", "desc"]), "desc"),
});

/** Output of every list. A cursor is null exactly when there are no more rows on that side. */
export const listMetadata = () =>
  z.object({ before: z.nullable(z.string()), after: z.nullable(z.string()) });
export const pageOutput = <T extends z.ZodMiniType>(item: T) =>
  z.object({ data: z.array(item), listMetadata: listMetadata() });

export type JsonObject = { [key: string]: unknown };

/**
 * Free-form JSON from the customer, at most `kilobytes` KiB as text, with any keys that JSON
 * allows.
 */
export const jsonObject = (kilobytes: number) =>
  z
    .custom<JsonObject>(
      (value) => typeof value === "object" && value !== null && !Array.isArray(value),
      { error: "Expected an object" },
    )
    .check(
      z.refine(
        (value) => new TextEncoder().encode(JSON.stringify(value)).length <= kilobytes * 1024,
        {
          error: `Must be at most ${kilobytes} KiB of JSON`,
        },
      ),
    );
export const jsonOutput = () =>
  z.custom<JsonObject>((value) => typeof value === "object" && value !== null);

/** Text checked by a rule that also applies on other paths (core/fieldRules.ts). */
export const ruledText = (rule: FieldRule) =>
  z.string().check(
    z.maxLength(rule.maximum, {
      abort: true,
      error: ({ input }) => ruleFault(rule, String(input))?.message, // more specific for a `data:` URL
    }),
    z.check<string>(({ value, issues }) => {
      const fault = ruleFault(rule, value);
      if (fault)
        issues.push({ code: "custom", input: value, message: fault.message, params: fault });
    }),
  );
/** Single-line text, not empty. */
export const text = (maximum: number) => ruledText({ maximum }).check(z.minLength(1));
/** Multi-line text, not empty. */
export const lines = (maximum: number) =>
  ruledText({ maximum, lines: "several" }).check(z.minLength(1));
/** Input: text that `normalize` turns into its canonical form; 422 when it returns null. */
export const normalized = (
  normalize: (typed: string) => string | null,
  { error, format, description }: { error: string; format: string; description: string },
) => {
  const schema = z.pipe(
    z.string().check(
      z.maxLength(MAXIMUM_TYPED_ADDRESS),
      z.check<string>(({ value, issues }) => {
        if (normalize(value) === null)
          issues.push({ code: "invalid_format", format, input: value, message: error });
      }),
    ),
    z.transform((typed: string) => normalize(typed) ?? typed), // never null: the check above rejects it
  );
  wireMetadata.add(schema, { description });
  return schema;
};
/** An e-mail address in its canonical form (core/emailAddress.ts). */
export const email = () =>
  normalized(emailAddress, {
    error: "Expected an e-mail address",
    format: "email",
    description:
      "An e-mail address, normalized before it is stored or compared: surrounding spaces removed, lower case, the domain in ASCII (`xn--…`); at most 254 characters.",
  });
export const emailDomain = () =>
  normalized(domainName, {
    error: "Expected a domain name",
    format: "hostname",
    description: "A domain name, normalized to lower-case ASCII (`xn--…`).",
  });
export const webUrl = () => ruledText(webUrlRule);

/**
 * 2–4 parts of `a-z0-9_` joined by `.` or `:`. A final `*` matches everything under it, `*` alone
 * matches everything.
 */
export const permissionPattern = () =>
  z.string().check(
    z.maxLength(100),
    z.regex(/^(\*|[a-z0-9_]+([.:][a-z0-9_]+){0,2}[.:](\*|[a-z0-9_]+))$/, {
      error: "Expected 2–4 parts of a-z, 0-9, _ joined by . or : (the last may be *), or *",
    }),
  );
/** An event type, a prefix such as `user.*`, or `*`. */
export const eventTypePattern = () =>
  z.string().check(
    z.maxLength(100),
    z.regex(/^(\*|[a-z_]+(\.[a-z_]+)*(\.\*)?)$/, {
      error: "Expected an event type such as user.created, user.* or *",
    }),
  );
export const roleSlug = () =>
  z.string().check(
    z.regex(/^[a-z0-9_-]{1,64}$/, {
      error: "Expected a role slug: a-z, 0-9, _ and -, at most 64 characters",
    }),
  );
/** One permission, several, or `{ resource: [actions] }`. */
export const permissionsInput = () =>
  z.union([
    z.pipe(
      permissionPattern(),
      z.transform((slug: string) => [slug]),
    ),
    z.array(permissionPattern()).check(z.minLength(1), z.maxLength(100)),
    z.pipe(
      z.record(text(50), z.array(text(50)).check(z.minLength(1), z.maxLength(50))),
      z.transform((actions: Record<string, string[]>) =>
        Object.entries(actions).flatMap(([resource, names]) =>
          names.map((name) => `${resource}.${name}`),
        ),
      ),
    ),
  ]);
/** One role or several. */
export const roleInput = () =>
  z.pipe(
    z.union([
      z.string().check(z.maxLength(1400)),
      z.array(z.string()).check(z.minLength(1), z.maxLength(20)),
    ]),
    z.pipe(
      z.transform((role: string | string[]) => [
        ...new Set(typeof role === "string" ? role.split(",") : role),
      ]),
      z.array(roleSlug()).check(z.minLength(1), z.maxLength(20)),
    ),
  );
/** Output of an operation that answers nothing else; a handler returns `success`. */
export const ok = () => z.object({ success: z.literal(true) });
export const success = { success: true } as const;
