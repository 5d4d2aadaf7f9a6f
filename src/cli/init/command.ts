import { once } from "node:events";
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline/promises";
import { CommandError, command, type Command } from "../command";
import { readApp, readIfExists, type App } from "./app";
import { formatDiff } from "./lineDiff";
import { planInstallation, PROVIDER_PATH, type FileChange, type Plan } from "./plan";

export const initCommand: Command = command({
  name: "init",
  summary: "Adds the runtime's files to an app: shows the changes first, then asks.",
  options: { yes: { type: "boolean" }, provider: { type: "boolean" } },
  optionHelp: {
    yes: ["", "write the files without asking"],
    provider: ["", `also write ${PROVIDER_PATH}, the React provider of an app built with Vite`],
  },
  notes:
    "Creates convex.config.ts, auth.config.ts, auth.ts and live.ts in the app's functions folder. Never replaces a file: what it cannot add with certainty, it prints for you to add.",
  run: async ({ yes = false, provider = false }) => {
    const app = await readApp(process.cwd());
    if (provider && !app.dependencies.has("vite"))
      throw new CommandError("--provider is for apps that have vite in their package.json.");
    const plan = await planInstallation(app, provider);
    show(plan);
    if (plan.changes.length > 0) {
      if (!yes && !(await confirm(plan.changes.length))) return 1;
      for (const change of plan.changes) await apply(app, change);
    }
    if (plan.manual.length > 0) return 1;
    console.log(await nextSteps(app, plan));
    return 0;
  },
});

function show({ changes, present, manual }: Plan): void {
  for (const { path, before, after } of changes)
    console.log(`${formatDiff(path, before, after)}\n`);
  for (const path of present) console.log(`${path}: already there`);
  for (const text of manual) console.log(`\n${text}\n`);
}

async function confirm(count: number): Promise<boolean> {
  if (!process.stdin.isTTY) {
    console.error("Nothing was written. To write these files, run: npx banata-auth init --yes");
    return false;
  }
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    const subject = count === 1 ? "this file" : `these ${count} files`;
    // Ctrl-C and Ctrl-D close the terminal; some versions of Node then reject the question.
    const closed = once(terminal, "close").then(() => "");
    const answer = await Promise.race([
      terminal.question(`Write ${subject}? [y/N] `).catch(() => ""),
      closed,
    ]);
    if (/^y(es)?$/i.test(answer.trim())) return true;
    console.error("Nothing was written.");
    return false;
  } finally {
    terminal.close();
  }
}

/** Writes a file, unless it has changed since it was read. */
async function apply({ directory }: App, { path, before, after }: FileChange): Promise<void> {
  const target = join(directory, path);
  if ((await readIfExists(target)) !== before)
    throw new CommandError(`${path} has changed meanwhile. Run the command again.`);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, after, { flag: before === null ? "wx" : "w" });
  console.log(`${before === null ? "Created" : "Changed"} ${path}`);
}

async function nextSteps(app: App, { changes, present }: Plan): Promise<string> {
  const { dependencies, language } = app;
  const missing = (names: readonly string[]) => names.filter((name) => !dependencies.has(name));
  const packages = missing(["@banata-auth/convex", "convex"]);
  const development = missing([
    "@banata-auth/local",
    // For process.env in auth.config.ts, when the CLI checks types.
    ...(language === "ts" ? ["@types/node"] : []),
  ]);
  return [
    changes.length === 0 ? "The runtime is already installed." : "The runtime is installed.",
    "",
    "Next:",
    ...(packages.length === 0 ? [] : [`  npm install ${packages.join(" ")}`]),
    ...(development.length === 0 ? [] : [`  npm install --save-dev ${development.join(" ")}`]),
    "  npx banata-auth dev",
    ...(await describeProvider(app, [...changes.map(({ path }) => path), ...present])),
  ].join("\n");
}

/** In React, sign-in starts with a provider around the app. */
async function describeProvider(
  { dependencies, directory }: App,
  files: readonly string[],
): Promise<string[]> {
  if (files.includes(PROVIDER_PATH))
    return [
      "",
      `Wrap your app in <AuthProvider> of ${PROVIDER_PATH}, for example in src/main.tsx.`,
    ];
  if (!dependencies.has("react") || !dependencies.has("vite")) return [];
  if ((await readIfExists(join(directory, PROVIDER_PATH))) !== null) return [];
  return [
    "",
    `npx banata-auth init --provider also writes ${PROVIDER_PATH}, to wrap your React app in.`,
  ];
}
