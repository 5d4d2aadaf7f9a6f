import type { Transaction } from "../types";
import type { InstalledComponent } from "./componentTree";
import type { EnvironmentDeclaration } from "./deployment";
import { MAILBOX_VARIABLE } from "./mailbox";
import { RequestError } from "./requestError";
import { readTable } from "./systemTable";

/** Environment variables of one component or of the deployment. */
export type Environment = Readonly<Record<string, string>>;

export interface EnvironmentChange {
  readonly name: string;
  /** null removes the variable. */
  readonly value: string | null;
}

/** Variables that the deployment sets itself and that cannot be changed. */
export interface DeploymentUrls {
  readonly cloudUrl: string;
  readonly siteUrl: string;
  /** The URL of the mailbox; null when it is not served. */
  readonly mailboxUrl: string | null;
}

const TABLE = "_environment_variables";
const NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
/** Tells deployed code that it may send requests to this machine. Documented in the README. */
const WEBHOOKS_VARIABLE = "BANATA_LOCAL_WEBHOOKS";
const BUILT_IN = ["CONVEX_CLOUD_URL", "CONVEX_SITE_URL", MAILBOX_VARIABLE, WEBHOOKS_VARIABLE];
const MAX_NAME_LENGTH = 40;
const MAX_VALUE_BYTES = 8 * 1024;

/** Reads the stored variables, sorted by name. A query that reads them is subscribed to changes. */
export function readEnvironment(tx: Transaction): Record<string, string> {
  const rows = readTable(tx, TABLE).map((row) => [String(row.name), String(row.value)] as const);
  rows.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return Object.fromEntries(rows);
}

/**
 * Applies changes in order; the last change of a name wins. Throws RequestError for an invalid name
 * or value.
 */
export function writeEnvironment(tx: Transaction, changes: readonly EnvironmentChange[]): void {
  const ids = new Map(readTable(tx, TABLE).map((row) => [row.name, row._id]));
  for (const { name, value } of changes) {
    checkChange(name, value);
    const id = ids.get(name);
    if (value === null) {
      if (id !== undefined) tx.remove("", id);
      ids.delete(name);
    } else if (id !== undefined) {
      tx.replace("", id, { name, value });
    } else {
      ids.set(name, tx.insert("", TABLE, { name, value }));
    }
  }
}

function checkChange(name: string, value: string | null): void {
  if (BUILT_IN.includes(name)) {
    throw new RequestError(
      400,
      "EnvironmentVariableNameReserved",
      `Environment variable with name "${name}" is built-in and cannot be modified.`,
    );
  }
  if (!NAME.test(name) || name.length > MAX_NAME_LENGTH) {
    throw new RequestError(
      400,
      "InvalidEnvironmentVariableName",
      `Environment variable name "${name}" is not valid: it starts with a letter, contains only letters, numbers and underscores, and has at most ${MAX_NAME_LENGTH} characters.`,
    );
  }
  if (value !== null && Buffer.byteLength(value) > MAX_VALUE_BYTES) {
    throw new RequestError(
      400,
      "EnvironmentVariableTooLarge",
      `The value of environment variable "${name}" is larger than ${MAX_VALUE_BYTES} bytes.`,
    );
  }
}

/**
 * Resolves each component's environment: all variables for the app, and for a component the
 * declared ones that its parent bound. Throws a RequestError that names a required variable without
 * a value, an undeclared binding, or a value of the wrong type.
 */
export function resolveEnvironments(
  components: ReadonlyMap<string, InstalledComponent>,
  variables: Environment,
  urls: DeploymentUrls,
): ReadonlyMap<string, Environment> {
  const resolved = new Map<string, Environment>();
  for (const component of components.values()) {
    const own =
      component.parent === null ? variables : bound(component, resolved.get(component.parent)!); // parents come first
    checkDeclared(component, own);
    resolved.set(component.path, {
      ...own,
      CONVEX_CLOUD_URL: urls.cloudUrl,
      CONVEX_SITE_URL: urls.siteUrl + (component.httpPrefix ?? "/").slice(0, -1),
      ...(urls.mailboxUrl === null
        ? {}
        : { [MAILBOX_VARIABLE]: urls.mailboxUrl, [WEBHOOKS_VARIABLE]: "1" }),
    });
  }
  return resolved;
}

function bound(component: InstalledComponent, parent: Environment): Environment {
  const declared = new Set(component.definition.configuration.envVars.map(([name]) => name));
  const own: Record<string, string> = {};
  for (const [name, binding] of component.bindings) {
    if (!declared.has(name)) {
      throw new RequestError(
        400,
        "InvalidComponents",
        `Component "${component.path}" is given the environment variable ${name}, which it does not declare.`,
      );
    }
    const value = binding.type === "value" ? binding.value : parent[binding.name];
    if (value !== undefined) own[name] = value;
  }
  return own;
}

function checkDeclared(component: InstalledComponent, environment: Environment): void {
  const declarations = component.definition.configuration.envVars;
  const where = component.path === "" ? "" : ` of component "${component.path}"`;
  const missing = declarations.filter(
    ([name, declaration]) => !declaration.optional && environment[name] === undefined,
  );
  if (missing.length > 0) {
    // The CLI parses the names between "are not set: " and the full stop.
    const names = missing.map(([name]) => name).join(", ");
    throw new RequestError(
      400,
      "MissingEnvironmentVariables",
      `Required environment variables${where} are not set: ${names}.`,
    );
  }
  for (const [name, declaration] of declarations) {
    const value = environment[name];
    if (value === undefined || accepts(declaration, value)) continue;
    throw new RequestError(
      400,
      "InvalidEnvironmentVariable",
      `The value of environment variable ${name}${where} does not match its type in convex.config.ts.`,
    );
  }
}

interface StringValidator {
  readonly type: string;
  readonly value?: unknown;
}

/**
 * Declarations are strings, string literals, and unions of these; `convex/server` rejects anything
 * else.
 */
function accepts(declaration: EnvironmentDeclaration, value: string): boolean {
  const matches = (validator: StringValidator): boolean => {
    if (validator.type === "literal") return validator.value === value;
    if (validator.type === "union") return (validator.value as StringValidator[]).some(matches); // a union's value is its members
    return true;
  };
  return matches(JSON.parse(declaration.value) as StringValidator); // written by `validator.json`
}
