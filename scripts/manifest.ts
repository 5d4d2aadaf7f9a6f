import type * as z from "zod/mini";
import type { OperationDefinition } from "../convex/component/wire/operation";
import { wireMetadata } from "../convex/component/wire/fields";

type Groups = Readonly<Record<string, Readonly<Record<string, OperationDefinition>>>>;

export function manifestText(contract: Groups): string {
  const groups = Object.entries(contract).map(([group, operations]) => {
    const entries = Object.entries(operations).map(
      ([name, operation]) => `    ${name}: ${JSON.stringify(toEntry(operation))},`,
    );
    return `  ${group}: {\n${entries.join("\n")}\n  },`;
  });
  return `/* Generated from contract.ts by \`npm run generate\`. Do not edit. */

/** What routing and the client need of an operation at run time. */
export interface ManifestEntry {
  readonly path: string;
  readonly method: "GET" | "POST";
  readonly kind: "query" | "mutation";
  /**
   * Where the answer holds times that the client turns into \`Date\`s: dotted paths, \`[]\` for
   * each item of an array.
   */
  readonly dates: readonly string[];
  /** The input field that a lone string stands for. */
  readonly positional?: string;
  /** A read that needs no credential: its input's \`clientId\` names the project. */
  readonly public?: true;
  /** A session may call it. */
  readonly session?: true;
  /** A write that may be repeated without an idempotency key. */
  readonly repeatable?: true;
}

export const manifest = {
${groups.join("\n")}
} as const satisfies Readonly<Record<string, Readonly<Record<string, ManifestEntry>>>>;
`;
}

function toEntry({
  path,
  method = "POST",
  kind,
  output,
  positional,
  repeatable,
  session,
  public: isPublic,
}: OperationDefinition) {
  return {
    path,
    method,
    kind,
    dates: datePaths(output, ""),
    positional,
    repeatable,
    session: session && true,
    public: isPublic,
  };
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
