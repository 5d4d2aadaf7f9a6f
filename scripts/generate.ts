/**
 * Writes the generated files: the manifest (routing for http.ts and the client, without schemas),
 * `openapi.json`, the event names, and the list of common passwords. `tsx scripts/generate.ts
 * --check` only checks, and fails when a file is stale.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { contract } from "../convex/component/contract";
import { commonPasswordsText } from "./commonPasswords";
import { eventNamesText } from "./eventTypes";
import { manifestText } from "./manifest";
import { openApiDocument } from "./openApi";
import { formatJson } from "./openApi/text";

const files = {
  "convex/component/api/manifest.generated.ts": manifestText(contract),
  "convex/component/events/names.generated.ts": eventNamesText(),
  "convex/component/passwords/commonPasswords.generated.ts": commonPasswordsText(),
  "openapi.json": `${formatJson(openApiDocument(contract))}\n`,
};

const check = process.argv.includes("--check");
for (const [path, text] of Object.entries(files)) {
  const url = new URL(`../${path}`, import.meta.url);
  if (!check) writeFileSync(url, text);
  else if (read(url) !== text) {
    console.error(`${path} is stale: run \`npm run generate\` and commit it.`);
    process.exitCode = 1;
  }
}

function read(url: URL): string | null {
  try {
    return readFileSync(url, "utf8");
  } catch {
    return null;
  }
}
