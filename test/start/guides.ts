import { readdirSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { repository } from "./clone";

const KINDS = ["file", "run", "app", "app run", "shown"] as const;

/**
 * A code block of the README or a guide (`docs/*.md`), and what the comment before it says:
 *
 * - `<!-- file: <path> -->` a file to write in a clone of the repository where `npm start` runs
 * - `<!-- run: <text> -->` commands to run there; they print the text, if there is one
 * - `<!-- app: <path> -->` a file of an app that has the package installed: type-checked, deployed
 *   when it is in `convex/`, and run when it is a test
 * - `<!-- app run: <text> -->` commands to run there
 * - `<!-- shown: <reason> -->` only shown
 */
export interface Block {
  /** `README.md`, or `docs/<name>.md`. */
  readonly document: string;
  /** The heading above it. */
  readonly section: string;
  readonly language: string;
  /** Null without a comment, which no block may be. */
  readonly kind: (typeof KINDS)[number] | null;
  /** Behind the colon. */
  readonly about: string;
  readonly code: string;
}

/** The documents with blocks: the README first, whose files the guides go on from. */
export const documents: readonly string[] = [
  "README.md",
  ...readdirSync(join(repository, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`)
    .toSorted(),
];

/** Describes an app of its own, which test/browser/migrated.test.ts builds. */
const OTHER_APP = "docs/migrate-from-convex-better-auth.md";

/** The blocks to run here. */
export const readBlocks = (): Block[] =>
  documents.filter((document) => document !== OTHER_APP).flatMap(readDocument);

export const readDocument = (document: string): Block[] =>
  parseBlocks(document, readFileSync(join(repository, document), "utf8"));

const MARK = new RegExp(`^\\s*<!-- (${KINDS.join("|")})(?:: (.+))? -->$`);

/** A block may be indented as part of a list. */
export function parseBlocks(document: string, text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split("\n");
  let section = "";
  let mark: RegExpExecArray | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!; // within the bounds
    const [, indent, language] = /^( *)```(\w*)/.exec(line) ?? [];
    if (indent === undefined) {
      section = /^#+ (.+)$/.exec(line)?.[1] ?? section;
      if (line.trim() !== "") mark = MARK.exec(line);
      continue;
    }
    const end = lines.indexOf(`${indent}\`\`\``, at + 1);
    if (end === -1) throw new Error(`${document}:${at + 1}: the code block has no end`);
    const code = lines.slice(at + 1, end).map((each) => each.slice(indent.length));
    blocks.push({
      document,
      section,
      language: language ?? "",
      kind: KINDS.find((kind) => kind === mark?.[1]) ?? null,
      about: mark?.[2] ?? "",
      code: `${code.join("\n")}\n`,
    });
    mark = null;
    at = end;
  }
  return blocks;
}

export async function writeBlock(
  { about, code }: Pick<Block, "about" | "code">,
  directory: string,
): Promise<void> {
  const path = join(directory, about);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, code);
}
