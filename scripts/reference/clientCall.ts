import type { DocumentedOperation } from "../contract/operations";

const LINE_WIDTH = 80;

/** Returns a call with the client, as one expression in JavaScript. */
export function clientCall(
  { group, name, definition }: DocumentedOperation,
  input: Readonly<Record<string, unknown>>,
): string {
  const method = `banata.${group}.${name}`;
  const fields = Object.entries(input);
  const [first] = fields;
  if (!first) return `await ${method}();`;
  const isPositional = fields.length === 1 && first[0] === definition.positional;
  const line = `await ${method}(${toJavaScript(isPositional ? first[1] : input)});`;
  if (line.length <= LINE_WIDTH || isPositional) return line;
  const lines = fields.map(([field, value]) => `  ${field}: ${toJavaScript(value)},`);
  return `await ${method}({\n${lines.join("\n")}\n});`;
}

/** Formats a JSON value as a literal of JavaScript. */
export function toJavaScript(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toJavaScript).join(", ")}]`;
  if (typeof value !== "object" || value === null) return toScalar(value);
  const fields = Object.entries(value).map(([field, inner]) => `${field}: ${toJavaScript(inner)}`);
  return `{ ${fields.join(", ")} }`;
}

/** A text that contains JSON is easier to read in single quotes. */
const toScalar = (value: unknown): string =>
  typeof value === "string" && value.includes('"') ? `'${value}'` : JSON.stringify(value);
