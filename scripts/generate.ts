/**
 * Writes the generated files: the manifest (routing for http.ts and the client, without schemas),
 * `openapi.json`, `docs/reference`, `llms.txt`, the event names, and the lists of common passwords and public suffixes.
 * `tsx scripts/generate.ts --check` only checks, and fails when a file is stale.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { contract } from "../convex/component/contract";
import { commonPasswordsText } from "./commonPasswords";
import { eventNamesText } from "./eventTypes";
import { llmsText } from "./llmsText";
import { manifestText } from "./manifest";
import { openApiDocument } from "./openApi";
import { formatJson } from "./openApi/text";
import { publicSuffixesText } from "./publicSuffixes";
import { referencePages } from "./reference";

const files: Readonly<Record<string, string>> = {
  "convex/component/api/manifest.generated.ts": manifestText(contract),
  "convex/component/events/names.generated.ts": eventNamesText(),
  "convex/component/passwords/commonPasswords.generated.ts": commonPasswordsText(),
  "convex/component/domains/publicSuffixes.generated.ts": publicSuffixesText(),
  "openapi.json": `${formatJson(openApiDocument(contract))}\n`,
  "llms.txt": llmsText(),
  ...referencePages(contract),
};
/** Holds nothing but generated files. */
const REFERENCE = "docs/reference";

const check = process.argv.includes("--check");
const root = new URL("../", import.meta.url);
mkdirSync(new URL(REFERENCE, root), { recursive: true });
for (const [path, text] of Object.entries(files)) {
  const url = new URL(path, root);
  if (!check) writeFileSync(url, text);
  else if (read(url) !== text) fail(`${path} is stale`);
}
for (const name of readdirSync(new URL(REFERENCE, root))) {
  const path = `${REFERENCE}/${name}`;
  if (path in files) continue;
  if (!check) rmSync(new URL(path, root));
  else fail(`${path} is not generated any more`);
}

function fail(what: string): void {
  console.error(`${what}: run \`npm run generate\` and commit it.`);
  process.exitCode = 1;
}

function read(url: URL): string | null {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return null;
  }
}
