import * as z from "zod/mini";
import type { ClientShape, OperationDefinition } from "../convex/component/wire/operation";
import { wireMetadata, type Encoding } from "../convex/component/wire/fields";

type Groups = Readonly<Record<string, Readonly<Record<string, OperationDefinition>>>>;

export function manifestText(contract: Groups): string {
  const shared = new SharedValues();
  const groups = Object.entries(contract).map(([group, operations]) => {
    const entries = Object.entries(operations).map(
      ([name, operation]) => `    ${name}: ${formatEntry(toEntry(operation), shared)},`,
    );
    return `  ${group}: {\n${entries.join("\n")}\n  },`;
  });
  return `/* Generated from contract.ts by \`npm run generate\`. Do not edit. */

/** What routing and the client need of an operation at run time. */
export interface ManifestEntry {
  readonly path: string;
  /** Absent: POST. */
  readonly method?: "GET";
  readonly kind: "query" | "mutation";
  /**
   * Where the answer holds times that the client turns into \`Date\`s: dotted paths, \`[]\` for
   * each item of an array. Absent: nowhere.
   */
  readonly dates?: readonly string[];
  /**
   * The client's positional parameters, by the client's names; \`?\` marks an optional one. Absent:
   * the input is one object.
   */
  readonly parameters?: readonly string[];
  /** The client's names of input fields → the wire's. */
  readonly names?: Readonly<Record<string, string>>;
  /** Input fields, by the wire's names, that the client converts. */
  readonly encodings?: Readonly<Record<string, "epoch" | "iso" | "json">>;
  /** The field of the answer that the client resolves to; null: nothing. */
  readonly returns?: string | null;
  /** A read that needs no credential: its input's \`clientId\` names the project. */
  readonly public?: true;
  /** No session may call it. */
  readonly keysOnly?: true;
  /** A write that may be repeated without an idempotency key. */
  readonly repeatable?: true;
  /** An input field that needs a body of more than 1 MiB: this many bytes. */
  readonly largeField?: { readonly name: string; readonly maximumBody: number };
}

// Values of operations, each once: the client ships this file.
${shared.declarations()}

export const manifest = {
${groups.join("\n")}
} as const satisfies Readonly<Record<string, Readonly<Record<string, ManifestEntry>>>>;
`;
}

/** Names each value once. */
class SharedValues {
  readonly #names = new Map<string, string>();

  refer(value: object): string {
    const text = JSON.stringify(value);
    const name = this.#names.get(text) ?? `value${this.#names.size + 1}`;
    this.#names.set(text, name);
    return name;
  }

  declarations(): string {
    return [...this.#names].map(([text, name]) => `const ${name} = ${text} as const;`).join("\n");
  }
}

function formatEntry(entry: object, shared: SharedValues): string {
  const fields = Object.entries(entry).flatMap(([name, value]: [string, unknown]) =>
    value === undefined
      ? []
      : [
          `${name}:${typeof value === "object" && value !== null ? shared.refer(value) : JSON.stringify(value)}`,
        ],
  );
  return `{${fields.join(",")}}`;
}

function toEntry({
  path,
  method,
  kind,
  input,
  output,
  client,
  repeatable,
  session,
  public: isPublic,
  largeField,
}: OperationDefinition) {
  const dates = datePaths(output, "");
  return {
    path,
    method: method === "GET" ? method : undefined,
    kind,
    parameters: getParameters(input, client),
    names: client?.names,
    encodings: getEncodings(input),
    returns: client?.returns,
    repeatable,
    keysOnly: session === "none" ? true : undefined,
    public: isPublic,
    largeField,
    dates: dates.length === 0 ? undefined : dates,
  };
}

/** An operation without input takes no object either: the options of the call come first. */
function getParameters(
  input: z.ZodMiniObject,
  { parameters, names = {} }: ClientShape = {},
): string[] | undefined {
  if (parameters === undefined) return Object.keys(input.shape).length === 0 ? [] : undefined;
  return parameters.map((name) => {
    const field = input.shape[names[name] ?? name];
    const isOptional = name === "projectId" || z.safeParse(field!, undefined).success;
    return isOptional ? `${name}?` : name;
  });
}

function getEncodings(input: z.ZodMiniObject): Record<string, Encoding> | undefined {
  const entries = Object.entries(input.shape).flatMap(([field, schema]) => {
    const encoding = findEncoding(schema);
    return encoding === undefined ? [] : [[field, encoding] as const];
  });
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function findEncoding(schema: z.core.$ZodType): Encoding | undefined {
  const { innerType } = schema._zod.def as { innerType?: z.core.$ZodType };
  return (
    wireMetadata.get(schema as z.ZodMiniType)?.encoding ??
    (innerType ? findEncoding(innerType) : undefined)
  );
}

function datePaths(schema: z.core.$ZodType, path: string): string[] {
  if (wireMetadata.get(schema as z.ZodMiniType)?.date) return [path];
  const definition = schema._zod.def as {
    shape?: Record<string, z.core.$ZodType>;
    element?: z.core.$ZodType;
    innerType?: z.core.$ZodType;
  };
  if (definition.innerType) return datePaths(definition.innerType, path);
  if (definition.element) return datePaths(definition.element, `${path}[]`);
  return Object.entries(definition.shape ?? {}).flatMap(([field, inner]) =>
    datePaths(inner, path === "" ? field : `${path}.${field}`),
  );
}
