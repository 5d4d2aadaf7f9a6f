/**
 * What a mail is made of: blocks, in which `{{name}}` stands for a variable. No schema library
 * here, because what sends a mail imports it; what customers store is checked by blocks.ts.
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
  /** Taken where a mail brings no value. */
  readonly defaultValue?: string | undefined;
  /** A mail without a value for it is refused. */
  readonly required?: boolean | undefined;
  /** For previews and test mails alone. */
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

/** Every mail has it: the project's name. */
export const APP_NAME = "appName";

const placeholder = /\{\{\s*([A-Za-z][A-Za-z0-9_]{0,63})\s*\}\}/g;

/** The variables that a text names, each once. */
export const namesIn = (text: string): string[] => [
  ...new Set([...text.matchAll(placeholder)].map(([, name]) => name!)),
]; // the pattern has one group

/**
 * The text with the values in it, each passed through `encode`; null when one of them has no value,
 * so that what needs it is left out as a whole.
 */
export function fill(
  text: string,
  values: Values,
  encode: (value: string, offset: number) => string = (value) => value,
): string | null {
  if (namesIn(text).some((name) => (values[name] ?? "") === "")) return null;
  return text.replace(placeholder, (_whole, name: string, offset: number) =>
    encode(values[name]!, offset),
  ); // checked above
}

/**
 * An address with values in it. A value that begins it is the address itself; any other is a part
 * of it and encoded. Null unless the result is http(s) or mailto.
 */
export function fillAddress(address: string, values: Values): string | null {
  const filled = fill(address, values, (value, offset) =>
    offset === 0 ? value : encodeURIComponent(value),
  );
  return filled !== null && isAddress(filled) ? filled : null;
}

export const isAddress = (text: string): boolean =>
  /^(https?:\/\/|mailto:)/i.test(text) && URL.canParse(text);

/** Texts and addresses of a block. */
const textsOf = (block: Block): string[] =>
  "text" in block ? [block.text] : block.type === "image" ? [block.alt] : [];
export const addressOf = (block: Block): string | null =>
  block.type === "button" ? block.href : block.type === "image" ? block.src : null;

export const namesInBlocks = (blocks: readonly Block[]): string[] => [
  ...new Set(
    blocks.flatMap((block) => [...textsOf(block), addressOf(block) ?? ""].flatMap(namesIn)),
  ),
];

/** Variables whose value is an address as a whole. */
export const addressNames = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => {
    const [first] = (addressOf(block) ?? "").matchAll(placeholder);
    return first?.index === 0 ? [first[1]!] : []; // the pattern has one group
  });

export interface DataFault {
  readonly name: string;
  readonly message: string;
  readonly code: "required" | "unknown_field" | "invalid";
}

/** What is wrong with the data of a mail, for this template; empty when it can be sent. */
export function dataFaults({ blocks, variables }: Template, data: Values): DataFault[] {
  const known = new Map(variables.map((variable) => [variable.name, variable]));
  const unknown = Object.keys(data).filter((name) => !known.has(name));
  const missing = variables.filter(
    ({ name, required, defaultValue }) => required && (data[name] ?? defaultValue ?? "") === "",
  );
  const addresses = addressNames(blocks).filter(
    (name) => (data[name] ?? "") !== "" && !isAddress(data[name]!),
  ); // just looked at
  return [
    ...unknown.map((name) => ({
      name,
      message: `Not a variable of this template, which has ${[...known.keys()].join(", ") || "none"}`,
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

/** What a mail is rendered with: its data, and defaults where it has none. */
export const valuesOf = ({ variables }: Template, data: Values, appName: string): Values => ({
  ...Object.fromEntries(
    variables.flatMap(({ name, defaultValue }) =>
      defaultValue === undefined ? [] : [[name, defaultValue]],
    ),
  ),
  ...data,
  [APP_NAME]: appName,
});

/** For previews: everything has a value. */
export const sampleData = ({ blocks, variables }: Template): Values => {
  const addresses = addressNames(blocks);
  const sample = ({ name, defaultValue, sample }: Variable) =>
    sample ??
    defaultValue ??
    (addresses.includes(name) ? `https://example.com/${name}` : `[${name}]`);
  return Object.fromEntries(variables.map((variable) => [variable.name, sample(variable)]));
};
