/**
 * Opaque list cursors: a position in a list, authenticated with the project's key, so that a cursor
 * of another project or other filters, or a forged one, is rejected.
 */
import { invalidField } from "../core/errors";
import { acceptedMacs, equalInConstantTime, toBase64 } from "../core/secrets";
import type { ReadContext } from "./functions";

/** `scope` is what the cursor is valid for: the filters and order of the operation. */
export async function sealCursor(ctx: ReadContext, scope: string, place: string): Promise<string> {
  const text = new TextEncoder().encode(
    JSON.stringify([place, (await computeMacs(ctx, scope, place))[0]]),
  );
  return toBase64(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * Verifies a cursor and returns its position. Throws `validation_error` for the field if
 * `sealCursor` did not create it for this project and scope.
 */
export async function openCursor(
  ctx: ReadContext,
  scope: string,
  field: string,
  cursor: string,
): Promise<string> {
  const [place, mac] = unpack(cursor) ?? ["", ""];
  const macs = await computeMacs(ctx, scope, place);
  if (macs.some((each) => equalInConstantTime(mac, each))) return place;
  throw invalidCursor(
    field,
    "This cursor does not belong to this list; use it with the same project, filters and order",
  );
}

export const invalidCursor = (field: string, message: string) =>
  invalidField(field, message, "invalid_cursor");

function unpack(cursor: string): [place: string, mac: string] | null {
  try {
    const bytes = Uint8Array.from(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")), (char) =>
      char.charCodeAt(0),
    );
    const parts: unknown = JSON.parse(new TextDecoder().decode(bytes));
    if (!Array.isArray(parts) || typeof parts[0] !== "string" || typeof parts[1] !== "string")
      return null;
    return [parts[0], parts[1]];
  } catch {
    return null;
  }
}

/** The current secret's MAC first. 64 bits are enough to authenticate a list position. */
const computeMacs = async (ctx: ReadContext, scope: string, place: string) =>
  (await acceptedMacs(ctx.caller.project.id, "cursor", `${ctx.operation}\n${scope}\n${place}`)).map(
    (mac) => mac.slice(0, 16),
  );
