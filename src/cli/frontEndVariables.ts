import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readIfExists, type App } from "./init/app";
import type { LocalFacts } from "./localFiles";

const FILE = ".env.local";
const MARK = "# Set by `banata-auth dev`. Delete this line to keep a value of your own.";

type Variables = Readonly<Record<string, string>>;

/**
 * Returns what the app's framework reads from `.env.local`, besides the URLs that the convex CLI
 * writes there.
 */
export function frontEndVariables(
  dependencies: App["dependencies"],
  {
    baseUrl,
    projectId,
    apiKey,
    clientId,
  }: Pick<LocalFacts, "baseUrl" | "projectId" | "apiKey" | "clientId">,
): Variables {
  const client = (name: string) => (clientId === undefined ? {} : { [name]: clientId });
  // Next.js reads these on the server only: it serves the runtime on its own domain.
  if (dependencies.has("next"))
    return { BANATA_AUTH_URL: baseUrl, BANATA_API_KEY: apiKey, ...client("BANATA_CLIENT_ID") };
  if (dependencies.has("vite"))
    return {
      ...{ VITE_BANATA_URL: baseUrl, VITE_BANATA_PROJECT_ID: projectId },
      ...client("VITE_BANATA_CLIENT_ID"),
    };
  return {};
}

/**
 * Sets variables in the text of an environment file. A value that the developer has set stays: only
 * a line below our mark is replaced.
 */
export function setVariables(
  text: string,
  variables: Variables,
): { readonly text: string; readonly kept: readonly string[] } {
  const newline = text.includes("\r\n") ? "\r\n" : "\n";
  const lines = text === "" ? [] : text.replace(/\r?\n$/, "").split(/\r?\n/);
  const kept: string[] = [];
  for (const [name, value] of Object.entries(variables)) {
    const positions = lines.flatMap((line, index) =>
      new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(line) ? [index] : [],
    );
    const [position, ...more] = positions;
    if (position === undefined) lines.push(MARK, `${name}=${value}`);
    else if (more.length === 0 && lines[position - 1] === MARK)
      lines[position] = `${name}=${value}`;
    else if (readValue(lines[positions.at(-1) ?? position] ?? "") !== value) kept.push(name);
  }
  return { text: lines.length === 0 ? "" : `${lines.join(newline)}${newline}`, kept };
}

const readValue = (line: string) =>
  line
    .slice(line.indexOf("=") + 1)
    .trim()
    .replace(/^(["'])(.*)\1$/, "$2");

/**
 * Writes the variables of the app's framework. Returns lines about what the developer should know:
 * values that differ and stay, and a file that git would commit.
 */
export async function writeFrontEndVariables(app: App, facts: LocalFacts): Promise<string[]> {
  const variables = frontEndVariables(app.dependencies, facts);
  if (Object.keys(variables).length === 0) return [];
  const path = join(app.directory, FILE);
  const before = await readIfExists(path);
  const { text, kept } = setVariables(before ?? "", variables);
  if (text !== before) await writeFile(path, text, { mode: 0o600 });
  return [
    ...kept.map(
      (name) => `${FILE} keeps your value of ${name}; this deployment's is ${variables[name]}`,
    ),
    ...((await isCommitted(app.directory))
      ? [
          `${FILE} is not ignored by git: add it to .gitignore, because it is for this machine only.`,
        ]
      : []),
  ];
}

/** Whether git would take the file into a commit; false outside of a repository. */
async function isCommitted(directory: string): Promise<boolean> {
  return await new Promise((resolve) => {
    // Exit code 1: not ignored. 128: no repository. ENOENT: no git.
    execFile("git", ["check-ignore", "-q", FILE], { cwd: directory }, (error) =>
      resolve(error !== null && error.code === 1),
    );
  });
}
