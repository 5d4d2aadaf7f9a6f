/**
 * The one origin at which operators work, `BANATA_AUTH_CONSOLE_ORIGIN`. Without it, they work at
 * every host of the deployment (docs/decisions/0041-console.md).
 */
import { v, type Infer } from "convex/values";
import { fieldProblem, problem } from "./errors";
import { siteUrl } from "./siteUrl";
import { isLoopback, isWebOrigin } from "./webAddresses";

const VARIABLE = "BANATA_AUTH_CONSOLE_ORIGIN";

/** Whom the host of a request serves with cookies and pages. API keys work at every host. */
export const audienceValidator = v.union(
  v.literal("everyone"),
  v.literal("operators"),
  v.literal("apps"),
  /** The users of one project, whose confirmed auth domain it is (projects/authDomains.ts). */
  v.object({ projectId: v.string(), origin: v.string() }),
);
export type Audience = Infer<typeof audienceValidator>;

/** For whom something is: the operators, or the users of a project. */
type Served = "operators" | { readonly id: string; readonly isAdmin: boolean };

/**
 * Parses the variable; null when it is unset or empty. Throws for anything but an origin with https,
 * or with http on the loopback interface, as browsers write it.
 */
export function parseConsoleOrigin(value: string | undefined): string | null {
  const text = value?.trim() ?? "";
  if (text === "") return null;
  if (isWebOrigin(text)) return text;
  throw new Error(
    `${VARIABLE} must be an origin such as https://console.example.com, with https and without a path or a slash at the end, but it is ${JSON.stringify(text.slice(0, 100))}`,
  );
}

export const loadConsoleOrigin = (): string | null =>
  parseConsoleOrigin(process.env.BANATA_AUTH_CONSOLE_ORIGIN);

/** What is wrong with the variable; null when it can be used. */
export function findConsoleFault(): string | null {
  try {
    loadConsoleOrigin();
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Whether operators are bound to one origin, or, with a wrong value, to none. */
export const isConsoleBound = (): boolean =>
  findConsoleFault() !== null || loadConsoleOrigin() !== null;

/** Whether the console's origin is one that other machines reach. */
export function isConsolePublic(): boolean {
  const origin = findConsoleFault() === null ? loadConsoleOrigin() : null;
  return origin !== null && !isLoopback(new URL(origin).hostname);
}

/**
 * By the host of the URL that the platform made of the request, never by `X-Forwarded-Host`: a
 * script on another host of the deployment could send that header, but not choose `Host`. A wrong
 * value of the variable serves operators at no host.
 */
export function findAudience(requestUrl: string): Exclude<Audience, object> {
  if (findConsoleFault() !== null) return "apps";
  const origin = loadConsoleOrigin();
  if (origin === null) return "everyone";
  // Behind a proxy the protocol of the request may be http, so the host alone decides.
  const { protocol, host } = new URL(origin);
  const requested = new URL(`${protocol}//${new URL(requestUrl).host}`).host;
  if (requested !== host) return "apps";
  return origin === siteUrl().origin ? "everyone" : "operators";
}

/** Whether the host serves the users of a project: operators are those of the admin project. */
export function isServed(served: Served, audience: Audience): boolean {
  const isOperators = served === "operators" || served.isAdmin;
  if (typeof audience === "object") return !isOperators && served.id === audience.projectId;
  return isOperators ? audience !== "apps" : audience !== "operators";
}

/** Throws 403 unless the host serves the users of the project. */
export function assertServed(served: Served, audience: Audience): void {
  if (isServed(served, audience)) return;
  const isOperators = served === "operators" || served.isAdmin;
  const isOtherDomain = typeof audience === "object" && !isOperators;
  throw fieldProblem("forbidden", {
    field: "",
    message: isOtherDomain
      ? "This host serves the users of another project only"
      : isOperators
        ? describeConsoleOrigin()
        : "This host serves operators only",
    code: isOtherDomain ? "auth_domain" : "console_origin",
  });
}

/** The wrong value is for the operators of the deployment alone. */
const describeConsoleOrigin = (): string =>
  findConsoleFault() === null
    ? `Operators work at ${loadConsoleOrigin() ?? siteUrl().origin} only`
    : `${VARIABLE} is not an origin, so operators cannot sign in`;

/** An address of the runtime for operators. `path` begins with a slash. Throws 409 for a wrong value. */
export function consoleUrl(path: string): string {
  const fault = findConsoleFault();
  if (fault !== null) throw problem("not_available", fault);
  const site = siteUrl();
  return (loadConsoleOrigin() ?? site.origin) + site.pathname.replace(/\/$/, "") + path;
}
