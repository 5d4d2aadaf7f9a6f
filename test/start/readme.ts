import { readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { repository } from "./clone";

/**
 * A code block of the README, and what the comment before it says: `file: <path>` is a file to
 * write, `run: <text>` commands to run that print the text (whatever they print, without a text),
 * `app: <path>` is a file of an app that has the package installed. A block without a comment is
 * only shown.
 */
export interface Block {
  readonly section: string;
  readonly language: string;
  readonly kind: "file" | "run" | "app" | "shown";
  /** Behind the colon. */
  readonly about: string;
  readonly code: string;
}

export function readmeBlocks(): Block[] {
  const text = readFileSync(join(repository, "README.md"), "utf8");
  let section = "";
  const blocks: Block[] = [];
  for (const match of text.matchAll(
    /^## (.+)$|(?:^<!-- (file|run|app)(?:: (.+))? -->\n\n)?^```(\w+)\n([^]*?)^```$/gm,
  )) {
    const [, heading, kind, about = "", language, code] = match;
    if (heading !== undefined) section = heading;
    else if (language !== undefined && code !== undefined)
      blocks.push({
        section,
        language,
        kind: (kind as "file" | "run" | "app" | undefined) ?? "shown",
        about,
        code,
      }); // the group's words
  }
  return blocks;
}

/** The blocks of these sections, which there must be. */
export function blocksOf(...sections: string[]): Block[] {
  const blocks = readmeBlocks();
  return sections.flatMap((section) => {
    const found = blocks.filter((block) => block.section === section);
    if (found.length === 0) throw new Error(`The README has no code under "${section}".`);
    return found;
  });
}

export async function writeBlock({ about, code }: Block, directory: string): Promise<void> {
  const path = join(directory, about);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, code);
}
