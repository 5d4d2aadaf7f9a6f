/** Reads the generated pages the way a reader does: headings, links, tables and code blocks. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { toAnchor } from "../../scripts/reference/markdown";
import { repository } from "../support/deployment";

const referenceFolder = join(repository, "docs/reference");

export interface OperationSection {
  /** `users.getUser` and so on. */
  readonly name: string;
  readonly text: string;
  readonly curl: string;
  readonly client: string;
  /** Statuses in its table of errors. */
  readonly errors: readonly number[];
}

export const pageNames = readdirSync(referenceFolder);

export const readPage = (path: string): string => readFileSync(join(repository, path), "utf8");

/** The sections of all operations, by the page and the heading that they stand under. */
export const operationSections: readonly OperationSection[] = pageNames
  .filter((page) => page !== "README.md")
  .flatMap((page) =>
    readPage(`docs/reference/${page}`)
      .split(/^## /m)
      .slice(1)
      .filter((text) => text.includes("**Example**"))
      .map((text) => ({
        name: `${page.replace(".md", "")}.${text.split("\n")[0]!}`,
        text,
        curl: codeBlock(text, "sh"),
        client: codeBlock(text, "js"),
        errors: [...text.matchAll(/^\| (\d{3}) \|/gm)].map(([, status]) => Number(status)),
      })),
  );

function codeBlock(text: string, language: string): string {
  const [, block] = new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``).exec(text) ?? [];
  if (block === undefined) throw new Error(`No ${language} block in: ${text.split("\n")[0]!}`);
  return block;
}

/** The targets of a page's links, except those to other sites. */
export const linksIn = (text: string): string[] =>
  [...text.replace(/```[^]*?```|`[^`\n]*`/g, "").matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target]) => target!)
    .filter((target) => !/^https?:/.test(target));

/** The anchors of a page's headings. */
export const anchorsIn = (text: string): string[] =>
  [...text.replace(/```[^]*?```/g, "").matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    toAnchor(heading!.replaceAll("`", "")),
  );
