/**
 * E-mail templates: blocks of text with `{{name}}` placeholders. Must not import the schema
 * library, because the mail sender loads this module; wire/emailBlocks.ts validates templates
 * before they are stored.
 */
export type Block =
  | { readonly type: "heading"; readonly text: string; readonly level?: 1 | 2 | 3 | undefined }
  | { readonly type: "text"; readonly text: string }
  | { readonly type: "button"; readonly text: string; readonly href: string }
  | {
      readonly type: "image";
      readonly src: string;
      readonly alt: string;
      readonly width?: number | undefined;
    }
  | { readonly type: "code"; readonly text: string }
  | { readonly type: "divider" };

export interface Variable {
  readonly name: string;
  readonly description?: string | undefined;
  /** Used when the mail's data has no value. */
  readonly defaultValue?: string | undefined;
  /** Mails without a value for it are rejected. */
  readonly required?: boolean | undefined;
  /** Used only in previews and test mails. */
  readonly sample?: string;
}

export interface Template {
  readonly slug: string;
  readonly name: string;
  readonly subject: string;
  readonly preheader: string | null;
  readonly blocks: readonly Block[];
  readonly variables: readonly Variable[];
}

export type Values = Readonly<Record<string, string>>;

/** The project's name, available in every mail. */
export const APP_NAME = "appName";

const placeholder = /\{\{\s*([A-Za-z][A-Za-z0-9_]{0,63})\s*\}\}/g;

/** The distinct variable names in a text. */
export const namesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].map(([, name]) => name!)),
];

/**
 * Substitutes the placeholders, each value passed through `encode`. Null when a value is missing,
 * so that callers can omit the whole element.
 */
export function fill(
  text: string,
  values: Values,
  encode: (value: string, offset: number) => string = (value) => value,
): string | null {
  if (namesIn(text).some((name) => (values[name] ?? "") === "")) return null;
  return text.replace(placeholder, (_whole, name: string, offset: number) =>
    encode(values[name]!, offset),
  );
}

/**
 * Substitutes the placeholders of a URL. A value at the start is a whole URL and used as it is; any
 * other is a component and is percent-encoded. Null unless the result is http(s) or mailto.
 */
export function fillAddress(address: string, values: Values): string | null {
  const filled = fill(address, values, (value, offset) =>
    offset === 0 ? value : encodeURIComponent(value),
  );
  return filled !== null && isAddress(filled) ? filled : null;
}

const isAddress = (text: string): boolean =>
  /^(https?:\/\/|mailto:)/i.test(text) && URL.canParse(text);

/** The texts of a block that may contain placeholders, without its URL. */
const getBlockTexts = (block: Block): string[] =>
  "text" in block ? [block.text] : block.type === "image" ? [block.alt] : [];
export const getBlockAddress = (block: Block): string | null =>
  block.type === "button" ? block.href : block.type === "image" ? block.src : null;

export const namesInBlocks = (blocks: readonly Block[]): string[] => [
  ...new Set(
    blocks.flatMap((block) =>
      [...getBlockTexts(block), getBlockAddress(block) ?? ""].flatMap(namesIn),
    ),
  ),
];

/** Variables whose value must be a whole URL. */
export const addressNames = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    const [first] = (getBlockAddress(block) ?? "").matchAll(placeholder);
    return first?.index === 0 ? [first[1]!] : [];
  });

export interface DataFault {
  readonly name: string;
  readonly message: string;
  readonly code: "required" | "unknown_field" | "invalid";
}

/** Validates a mail's data against its template; an empty list means that it can be sent. */
export function dataFaults({ blocks, variables }: Template, data: Values): DataFault[] {
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const unknown = Object.keys(data).filter((name) => !known.has(name));
  const missing = variables.filter(
    ({ name, required, defaultValue }) => required && (data[name] ?? defaultValue ?? "") === "",
  );
  const addresses = addressNames(blocks).filter(
    (name) => (data[name] ?? "") !== "" && !isAddress(data[name]!),
  );
  return [
    ...unknown.map((name) => ({
      name,
      message: `Unknown variable; this template has ${[...known.keys()].join(", ") || "no variables"}`,
      code: "unknown_field" as const,
    })),
    ...missing.map(({ name }) => ({ name, message: "Required", code: "required" as const })),
    ...addresses.map((name) => ({
      name,
      message: "Expected an http(s) or mailto URL",
      code: "invalid" as const,
    })),
  ];
}

/**
 * The values to render a mail with: its data, the defaults for what is missing, and the app name.
 */
export const mergeValues = ({ variables }: Template, data: Values, appName: string): Values => ({
  ...Object.fromEntries(
    variables.flatMap(({ name, defaultValue }) =>
      defaultValue === undefined ? [] : [[name, defaultValue]],
    ),
  ),
  ...data,
  [APP_NAME]: appName,
});

/** Example data for previews, with a value for every variable. */
export const sampleData = ({ blocks, variables }: Template): Values => {
  const addresses = addressNames(blocks);
  const sample = ({ name, defaultValue, sample }: Variable) =>
    sample ??
    defaultValue ??
    (addresses.includes(name) ? `https://example.com/${name}` : `[${name}]`);
  return Object.fromEntries(variables.map((variable) => [variable.name, sample(variable)]));
};
