import { CommandError } from "../command";
import { ScimRefusal, type Provisioning } from "./provisioning";

interface Verb {
  /** Its argument, in the help; null for none. */
  readonly argument: string | null;
  readonly meaning: string;
  /** Returns the lines to print. */
  run(provisioning: Provisioning, email: string, name: string): Promise<readonly string[]>;
}

const unknown = (email: string) => new CommandError(`The directory has no user ${email}.`);

const setActive = (active: boolean): Verb["run"] => {
  return async (provisioning, email) => {
    if (!(await provisioning.setActive(email, active))) throw unknown(email);
    return [`${email} is ${active ? "active" : "inactive"}.`];
  };
};

/** What a person can type. */
const verbs: Readonly<Record<string, Verb>> = {
  add: {
    argument: "<email> [name]",
    meaning: "assigns someone to the app",
    run: async (provisioning, email, name) => {
      const isNew = await provisioning.assign({ email, name: name || toName(email) });
      return [isNew ? `${email} was created.` : `The directory has ${email} already.`];
    },
  },
  deactivate: {
    argument: "<email>",
    meaning: "ends someone's access; open tabs are signed out",
    run: setActive(false),
  },
  activate: { argument: "<email>", meaning: "gives the access back", run: setActive(true) },
  list: {
    argument: null,
    meaning: "lists the users of the directory",
    run: async (provisioning) =>
      (await provisioning.list()).map(
        ({ userName, active }) => `${active ? "active  " : "inactive"}  ${userName}`,
      ),
  },
};

export const commandList = Object.entries(verbs)
  .map(([name, { argument, meaning }]) => `  ${`${name} ${argument ?? ""}`.padEnd(26)}${meaning}`)
  .join("\n");

/**
 * Runs one line that a person has typed. Returns the lines to print; none for an empty line.
 *
 * @throws CommandError for a line that it cannot run, or that the directory refuses
 */
export async function runLine(
  provisioning: Provisioning,
  line: string,
): Promise<readonly string[]> {
  const [word = "", email = "", ...name] = line.trim().split(/\s+/);
  if (word === "") return [];
  const verb = Object.hasOwn(verbs, word) ? verbs[word] : undefined;
  if (!verb) throw new CommandError(`Unknown command "${word}". The commands are:\n${commandList}`);
  if (verb.argument !== null && !/^[^\s@]+@[^\s@]+$/.test(email))
    throw new CommandError(`Type an email address: ${word} ${verb.argument}`);
  try {
    return await verb.run(provisioning, email.toLowerCase(), name.join(" "));
  } catch (error) {
    throw error instanceof ScimRefusal ? new CommandError(error.message) : error;
  }
}

/** `linus@demo.example` is Linus. */
const toName = (email: string): string =>
  email.charAt(0).toUpperCase() + email.split("@")[0]!.slice(1); // an address has an @
