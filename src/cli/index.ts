#!/usr/bin/env node
/** The `banata-auth` command. */
import { createRequire } from "node:module";
import { parseArgs } from "node:util";
import { CommandError, type Command } from "./command";
import { demoIdpCommand } from "./demoIdp/command";
import { demoScimCommand } from "./demoScim/command";
import { devCommand } from "./dev";
import { doctorCommand } from "./doctor";
import { commandHelp, overview } from "./help";
import { initCommand } from "./init/command";
import { setupCommands } from "./setup";

const commands: readonly Command[] = [
  initCommand,
  devCommand,
  demoIdpCommand,
  demoScimCommand,
  ...setupCommands,
  doctorCommand,
];

async function main(args: readonly string[]): Promise<number> {
  if (args.length === 1 && args[0] === "--version") {
    console.log(findVersion());
    return 0;
  }
  const found = commands.find(({ name }) =>
    name.split(" ").every((word, position) => args[position] === word),
  );
  if (!found) {
    const asked =
      args.length === 0 || args.includes("--help") || args.includes("-h") || args[0] === "help";
    if (!asked)
      console.error(
        `Unknown command "${args.filter((argument) => !argument.startsWith("-")).join(" ")}".\n`,
      );
    // `banata-auth key` lists the commands for keys.
    const group = commands.filter(({ name }) => name.startsWith(`${args[0]} `));
    (asked ? console.log : console.error)(overview(group.length > 0 ? group : commands));
    return asked ? 0 : 1;
  }
  const { help, ...values } = parse(found, args.slice(found.name.split(" ").length));
  if (help === true) {
    console.log(commandHelp(found));
    return 0;
  }
  return await found.run(values);
}

/** From the package.json above this file, which is in `src/cli` or in `dist/src/cli`. */
function findVersion(): string {
  const require = createRequire(import.meta.url);
  const { version } = require("@banata-auth/convex/package.json") as { version: string };
  return version;
}

function parse({ name, options }: Command, args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: { ...options, help: { type: "boolean", short: "h" } },
      strict: true,
    }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // what parseArgs throws for a bad command line
    throw new CommandError(`${error.message}\nRun banata-auth ${name} --help for its options.`);
  }
}

main(process.argv.slice(2)).then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error instanceof CommandError ? error.message : error);
    process.exitCode = 1;
  },
);
