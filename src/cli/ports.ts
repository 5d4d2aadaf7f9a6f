import { createServer } from "node:net";
import { CommandError } from "./command";

/** The ports of a local deployment: for Convex clients and for HTTP actions. */
export interface Ports {
  readonly cloudPort: number;
  readonly sitePort: number;
}

/** A port that this app could not have, and the one that it gets instead. */
export interface MovedPort {
  readonly wanted: number;
  readonly port: number;
}

const DEFAULTS: Ports = { cloudPort: 3210, sitePort: 3211 };
/** Below the ports that systems assign to outgoing connections, which would take one by chance. */
const FIRST_ALTERNATIVE = 3212;
const LAST_ALTERNATIVE = 4211;

/**
 * Chooses the ports of a start: those requested, else those of the app's last start, else the
 * defaults. Only requested ports may be in use; the deployment then fails to open them.
 */
export async function choosePorts(
  requested: Partial<Ports>,
  last: Ports | null,
): Promise<{ readonly ports: Ports; readonly moved: readonly MovedPort[] }> {
  const moved: MovedPort[] = [];
  const choose = async (name: keyof Ports, others: readonly (number | undefined)[]) => {
    const port = requested[name];
    if (port !== undefined) return port;
    const wanted = last?.[name] ?? DEFAULTS[name];
    const found = await findFreePort(wanted, others);
    if (found !== wanted && found !== 0) moved.push({ wanted, port: found });
    return found;
  };
  const reserved = requested.sitePort ?? last?.sitePort ?? DEFAULTS.sitePort;
  const cloudPort = await choose("cloudPort", [reserved]);
  return { ports: { cloudPort, sitePort: await choose("sitePort", [cloudPort]) }, moved };
}

/**
 * Returns the wanted port, or an alternative when it is in use or among the others; 0, for any free
 * port, when all alternatives are.
 */
export async function findFreePort(
  wanted: number,
  others: readonly (number | undefined)[],
): Promise<number> {
  const isAvailable = async (candidate: number) =>
    !others.includes(candidate) && (await isFree(candidate));
  if (await isAvailable(wanted)) return wanted;
  for (let candidate = FIRST_ALTERNATIVE; candidate <= LAST_ALTERNATIVE; candidate++)
    if (await isAvailable(candidate)) return candidate;
  return 0;
}

/** Reads the option of this name; throws a CommandError when it is no port. */
export function parsePort(text: string | undefined, option: string): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new CommandError(`--${option} must be a port from 0 to 65535, not ${text}.`);
  return port;
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
