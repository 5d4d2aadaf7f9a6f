import type { Command } from "./command";

const PROGRAM = "banata-auth";

/** Formats the list of commands. */
export function overview(commands: readonly Command[]): string {
  const rows = commands.map(({ name, summary }) => [name, summary] as const);
  return [
    `Usage: ${PROGRAM} <command> [options]`,
    "",
    ...columns(rows),
    "",
    `Run ${PROGRAM} <command> --help for the options of a command.`,
  ].join("\n");
}

/** Formats one command with its options. */
export function commandHelp({ name, summary, options, optionHelp, notes }: Command): string {
  const rows = Object.keys(options).map((option) => {
    const [placeholder, meaning] = optionHelp[option] ?? ["", ""];
    return [`--${option} ${placeholder}`.trim(), meaning] as const;
  });
  const text = [`Usage: ${PROGRAM} ${name} [options]`, "", summary, "", ...columns(rows)];
  return [...text, ...(notes === undefined ? [] : ["", notes])].join("\n");
}

function columns(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
