import { nestedMethods } from "../../src/aliases";
import type { DocumentedOperation } from "../contract/operations";

const LINE_WIDTH = 80;

type Fields = Readonly<Record<string, unknown>>;

/** Returns a call with the client, as one expression in JavaScript. */
export function clientCall(
  { group, name, definition }: DocumentedOperation,
  input: Fields,
): string {
  const { parameters = [], names = {} } = definition.client ?? {};
  const clientNames = new Map(Object.entries(names).map(([client, wire]) => [wire, client]));
  const fields = Object.entries(input).map(
    ([field, value]) => [clientNames.get(field) ?? field, value] as const,
  );
  const positions = parameters.flatMap((parameter) => fields.filter(([f]) => f === parameter));
  const others = fields.filter(([field]) => !positions.some(([taken]) => taken === field));
  return formatCall(
    `banata.${group}.${findMethod(group, name)}`,
    positions.map(([, value]) => toJavaScript(value)),
    Object.fromEntries(others),
  );
}

/** `emails.listTemplates` is `emails.templates.list` in the client. */
function findMethod(group: string, name: string): string {
  const nested: Readonly<Record<string, Readonly<Record<string, { operation: string }>>>> =
    { ...nestedMethods }[group] ?? {};
  for (const [object, methods] of Object.entries(nested))
    for (const [method, { operation }] of Object.entries(methods))
      if (operation === name) return `${object}.${method}`;
  return name;
}

function formatCall(method: string, positions: readonly string[], last: Fields): string {
  const hasLast = Object.keys(last).length > 0;
  const line = `await ${method}(${[...positions, ...(hasLast ? [toJavaScript(last)] : [])].join(", ")});`;
  if (line.length <= LINE_WIDTH || !hasLast) return line;
  const lines = Object.entries(last).map(([field, value]) => `  ${field}: ${toJavaScript(value)},`);
  const before = positions.map((position) => `${position}, `).join("");
  return `await ${method}(${before}{\n${lines.join("\n")}\n});`;
}

/** Formats a JSON value as a literal of JavaScript. */
function toJavaScript(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toJavaScript).join(", ")}]`;
  if (typeof value !== "object" || value === null) return toScalar(value);
  const fields = Object.entries(value).map(([field, inner]) => `${field}: ${toJavaScript(inner)}`);
  return `{ ${fields.join(", ")} }`;
}

/** A text that contains JSON is easier to read in single quotes. */
const toScalar = (value: unknown): string =>
  typeof value === "string" && value.includes('"') ? `'${value}'` : JSON.stringify(value);
