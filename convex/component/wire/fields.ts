/**
 * The building blocks of the wire: fields that several slices declare. `zod/mini` and not `zod`,
 * because a function module is evaluated anew in a fresh isolate, and this one takes a third of the
 * time (`npm run bench`).
 */
import * as z from "zod/mini";
import { domainName, emailAddress, MAXIMUM_TYPED_ADDRESS } from "../core/emailAddress";
import { ruleFault, webUrlRule, type FieldRule } from "../core/fieldRules";
import { idPrefixes, type IdKind } from "../core/ids";

/**
 * Carries what JSON Schema cannot say; read by the generator of the manifest and of `openapi.json`.
 */
export const wireMetadata = z.registry<{
  date?: true;
  idOf?: IdKind;
  cursor?: true;
  description?: string;
}>();

/** An ISO 8601 UTC string on the wire, a `Date` in the client. Only `toIsoDate` makes one. */
export type IsoDate = string & { readonly __isoDate: true };
export const toIsoDate = (milliseconds: number): IsoDate =>
  new Date(milliseconds).toISOString() as IsoDate; // the brand's only source

/** Output: a time that the client turns into a `Date`. */
export const isoDate = () => {
  // The schema only checks that it is a string; the brand is for the client's types.
  const schema = z.string() as unknown as z.ZodMiniType<IsoDate, IsoDate>;
  wireMetadata.add(schema, { date: true });
  return schema;
};

/** Output: epoch milliseconds, a number in the client too. */
export const epochMilliseconds = () => z.number();

/** Input: epoch milliseconds. */
export const epochInput = () => z.number().check(z.int(), z.minimum(0), z.maximum(8.64e15));

/** Input: an ISO 8601 time with a zone (the client also takes a `Date`), milliseconds inside. */
export const timeInput = () =>
  z.pipe(
    z.iso.datetime({ offset: true }) as unknown as z.ZodMiniType<string, string | Date>, // JSON.stringify makes a Date that string
    z.transform((text: string) => Date.parse(text)),
  );

/** Input: an id. A malformed one is simply not found, so only its size is checked. */
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
  wireMetadata.add(schema, { description: `\`${idPrefixes[kind]}_\` and a ULID.` });
  return schema;
};

const cursor = () => {
  const schema = z.string().check(z.minLength(1), z.maxLength(1024));
  wireMetadata.add(schema, {
    cursor: true,
    description: "A cursor of an earlier answer's `listMetadata`.",
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

/** Output of every list. A cursor is null exactly when there is nothing on that side. */
export const listMetadata = () =>
  z.object({ before: z.nullable(z.string()), after: z.nullable(z.string()) });
export const pageOf = <T extends z.ZodMiniType>(item: T) =>
  z.object({ data: z.array(item), listMetadata: listMetadata() });

export type JsonObject = { [key: string]: unknown };

/** Free JSON of the customer's, at most `kilobytes` KiB as text; any key that JSON allows. */
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
          error: `Larger than ${kilobytes} KiB as JSON`,
        },
      ),
    );
export const jsonOutput = () =>
  z.custom<JsonObject>((value) => typeof value === "object" && value !== null);

/** A text by a rule that holds on other paths too (core/fieldRules.ts). */
export const ruledText = (rule: FieldRule) =>
  z.string().check(
    z.maxLength(rule.maximum, {
      abort: true,
      error: ({ input }) => ruleFault(rule, String(input))?.message, // says more for a `data:` URL
    }),
    z.check<string>(({ value, issues }) => {
      const fault = ruleFault(rule, value);
      if (fault)
        issues.push({ code: "custom", input: value, message: fault.message, params: fault });
    }),
  );
/** One line, not empty. */
export const text = (maximum: number) => ruledText({ maximum }).check(z.minLength(1));
/** The same of several lines. */
export const lines = (maximum: number) =>
  ruledText({ maximum, lines: "several" }).check(z.minLength(1));
/** Input: text in any form that `normalize` knows; its normal form inside, 422 for null. */
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
    z.transform((typed: string) => normalize(typed) ?? typed), // never null: refused above
  );
  wireMetadata.add(schema, { description });
  return schema;
};
/** An e-mail address in its normal form (core/emailAddress.ts). */
export const email = () =>
  normalized(emailAddress, {
    error: "Not an e-mail address",
    format: "email",
    description:
      "An e-mail address, stored and compared in one form: without spaces around it, in lower case, its domain in ASCII (`xn--…`); at most 254 characters.",
  });
export const emailDomain = () =>
  normalized(domainName, {
    error: "Not a domain",
    format: "hostname",
    description: "A domain, stored and compared in lower case and in ASCII (`xn--…`).",
  });
export const webUrl = () => ruledText(webUrlRule);

/**
 * 2–4 parts of `a-z0-9_` joined by `.` or `:`; a last part `*` stands for all under it, `*` alone
 * for everything.
 */
export const permissionPattern = () =>
  z.string().check(
    z.maxLength(100),
    z.regex(/^(\*|[a-z0-9_]+([.:][a-z0-9_]+){0,2}[.:](\*|[a-z0-9_]+))$/, {
      error: "Expected 2–4 parts of a-z, 0-9, _ joined by . or : (the last may be *), or *",
    }),
  );
/** A type of event, `user.*` for those under it, or `*`. */
export const eventTypePattern = () =>
  z.string().check(
    z.maxLength(100),
    z.regex(/^(\*|[a-z_]+(\.[a-z_]+)*(\.\*)?)$/, {
      error: "Expected a type such as user.created, user.* or *",
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
export const ok = () => z.object({ success: z.literal(true) });
