import type * as z from "zod/mini";
import type { IdKind } from "../../convex/component/core/ids";
import { wireMetadata } from "../../convex/component/wire/fields";

/** The kind of resource that an input field takes the id of, if any. */
export function findIdKind(schema: z.core.$ZodType): IdKind | undefined {
  const kind = wireMetadata.get(schema as z.ZodMiniType)?.idOf; // the registry takes every schema
  if (kind) return kind;
  const { innerType } = schema._zod.def as { readonly innerType?: z.core.$ZodType }; // optional and nullable have one
  return innerType && findIdKind(innerType);
}
