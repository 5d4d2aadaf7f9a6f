/**
 * Schemas of the templates that customers store: JSON text of blocks and of variables.
 *
 * A block is one of the following. Texts and URLs may reference variables as `{{name}}`; values are
 * escaped.
 *
 * - `{ type: "heading", text, level? }`: `level` is 1 (default), 2 or 3
 * - `{ type: "text", text }`: a paragraph; line breaks are kept
 * - `{ type: "button", text, href }`: a link styled as a button, with its URL spelled out below
 * - `{ type: "image", src, alt, width? }`: width in pixels, at most 560
 * - `{ type: "code", text }`: large and monospaced, for codes to type
 * - `{ type: "divider" }`
 *
 * Each block may carry an `id` and a `label` for an editor; both are stored and never rendered.
 */
import * as z from "zod/mini";
import { jsonFault } from "../core/storableJson";
import { lines, text } from "./fields";
import type { Block, Variable } from "../core/template";

const MAXIMUM_BLOCKS = 100;
const MAXIMUM_VARIABLES = 50;
const MAXIMUM_JSON = 32 * 1024;
const WIDTH = 560;

const editor = { id: z.optional(text(64)), label: z.optional(text(100)) };
const address = () =>
  text(2048).check(
    z.refine((value) => /^(https?:\/\/\S+|mailto:\S+|\{\{\s*\w+\s*\}\}\S*)$/i.test(value), {
      error: "Expected an http(s) or mailto URL, or one that starts with a {{variable}}",
    }),
  );

const block = z.discriminatedUnion("type", [
  z.strictObject({
    ...editor,
    type: z.literal("heading"),
    text: lines(300),
    level: z.optional(z.union([z.literal(1), z.literal(2), z.literal(3)])),
  }),
  z.strictObject({ ...editor, type: z.literal("text"), text: lines(5_000) }),
  z.strictObject({ ...editor, type: z.literal("button"), text: text(100), href: address() }),
  z.strictObject({
    ...editor,
    type: z.literal("image"),
    src: address(),
    alt: z.string().check(z.maxLength(300)),
    width: z.optional(z.number().check(z.int(), z.minimum(1), z.maximum(WIDTH))),
  }),
  z.strictObject({ ...editor, type: z.literal("code"), text: lines(500) }),
  z.strictObject({ ...editor, type: z.literal("divider") }),
]);

/** A variable's name, without the braces. */
export const variableName = () =>
  z.string().check(
    z.regex(/^[A-Za-z][A-Za-z0-9_]{0,63}$/, {
      error: "Expected a letter followed by letters, digits or _, at most 64 characters",
    }),
  );

const variable = z.strictObject({
  name: variableName(),
  description: z.optional(z.string().check(z.maxLength(300))),
  defaultValue: z.optional(z.string().check(z.maxLength(1_000))),
  required: z.optional(z.boolean()),
});

/**
 * JSON text on the wire, the parsed value inside. Errors name their path within the JSON
 * (`blocksJson[0].href`).
 */
const jsonText = <T extends z.ZodMiniType>(schema: T) =>
  z.pipe(
    z.string().check(z.maxLength(MAXIMUM_JSON)),
    z.pipe(
      z.transform((json: string, ctx): unknown => {
        try {
          const value: unknown = JSON.parse(json);
          const fault = jsonFault(value);
          if (!fault) return value;
          ctx.issues.push({
            code: "custom",
            message: `${fault.field}: ${fault.message}`,
            input: json,
          });
          return z.NEVER;
        } catch {
          ctx.issues.push({ code: "custom", message: "Not valid JSON", input: json });
          return z.NEVER;
        }
      }),
      schema,
    ),
  );

export const blocksText = () =>
  jsonText(z.array(block).check(z.minLength(1), z.maxLength(MAXIMUM_BLOCKS)));
export const variablesText = () =>
  jsonText(z.array(variable).check(z.maxLength(MAXIMUM_VARIABLES)));

// The schemas above and the types in core/template.ts must describe the same shape; the compiler
// compares them here.
type Same<Parsed extends Expected, Expected> = Parsed;
export type ParsedBlock = Same<z.output<typeof block>, Block>;
export type ParsedVariable = Same<z.output<typeof variable>, Variable>;
