import type { ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Value<O extends Options[string]> = O["type"] extends "boolean" ? boolean : string;

/**
 * The values that `util.parseArgs` returns for these options: absent options are undefined,
 * `multiple` options are lists.
 */
export type Values<O extends Options> = {
  readonly [Name in keyof O]?: O[Name]["multiple"] extends true
    ? readonly Value<O[Name]>[]
    : Value<O[Name]>;
};

/** One command of `banata-auth`. */
export interface Command<O extends Options = Options> {
  /** The words that select the command: `dev`, `key create`. */
  readonly name: string;
  /** Shown in the list of commands. */
  readonly summary: string;
  readonly options: O;
  /** The help of each option: a placeholder for its value, and its description. */
  readonly optionHelp: {
    readonly [Name in keyof O]: readonly [placeholder: string, meaning: string];
  };
  /** Shown after the options. */
  readonly notes?: string;
  /** Resolves with the exit code. */
  run(values: Values<O>): Promise<number>;
}

/**
 * Checks `run` against the options, then erases their types so that all commands fit in one list.
 */
export function command<const O extends Options>(definition: Command<O>): Command {
  return definition;
}

/** A failure that the user can fix: only its message is shown, without a stack trace. */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** Returns the value of a required option; throws a CommandError when it is missing. */
export function requireOption(value: string | undefined, option: string): string {
  if (value === undefined || value === "")
    throw new CommandError(`Missing required option --${option}.`);
  return value;
}
