import type { ParseArgsConfig } from "node:util";

type Options = NonNullable<ParseArgsConfig["options"]>;
type Value<O extends Options[string]> = O["type"] extends "boolean" ? boolean : string;

/**
 * What `util.parseArgs` found for these options: absent ones are undefined, `multiple` ones are
 * lists.
 */
export type Values<O extends Options> = {
  readonly [Name in keyof O]?: O[Name]["multiple"] extends true
    ? readonly Value<O[Name]>[]
    : Value<O[Name]>;
};

/** One command of `banata-auth`. */
export interface Command<O extends Options = Options> {
  /** The words it is called by: `dev`, `key create`. */
  readonly name: string;
  /** One line of the list of commands. */
  readonly summary: string;
  readonly options: O;
  /** What stands behind each option in the help: a placeholder for its value, and what it does. */
  readonly optionHelp: {
    readonly [Name in keyof O]: readonly [placeholder: string, meaning: string];
  };
  /** More to know, after the options. */
  readonly notes?: string;
  /** Resolves with the exit code. */
  run(values: Values<O>): Promise<number>;
}

/** Keeps the options' types while commands of different options stand in one list. */
export function command<const O extends Options>(definition: Command<O>): Command {
  // `run` gets what parseArgs made of exactly these options.
  return definition as unknown as Command;
}

/**
 * The command was called or answered in a way that its user can put right: shown as its message
 * alone, without a stack.
 */
export class CommandError extends Error {
  override readonly name = "CommandError";
}

/** The value of an option that the command cannot do without. */
export function required(value: string | undefined, option: string): string {
  if (value === undefined || value === "") throw new CommandError(`--${option} is missing.`);
  return value;
}
