/** Formats a Markdown table. Cells are Markdown in one line. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => "---"), ...rows];
  return lines.map((cells) => `| ${cells.map(toCell).join(" | ")} |`).join("\n");
}

const toCell = (text: string): string => text.replace(/\s*\n\s*/g, " ").replaceAll("|", "\\|");

export const code = (text: string): string =>
  text.includes("`") ? `\`\` ${text} \`\`` : `\`${text}\``;

/** The anchor that GitHub gives a heading. */
export const toAnchor = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** Joins the parts of a page, which are paragraphs, lists, tables and code blocks. */
export const joinBlocks = (blocks: readonly (string | null)[]): string =>
  blocks.filter((block) => block !== null && block !== "").join("\n\n");

export const GENERATED = "<!-- Generated from the contract by `npm run generate`. Do not edit. -->";
