import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";

export interface ListenOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Whether to take any free port when this one is in use, instead of failing. */
  readonly orAnyFree: boolean;
}

export interface Listening {
  readonly server: Server;
  readonly port: number;
  /** Starts to answer; earlier requests wait. */
  serve(handler: RequestListener): void;
  /** Stops accepting, closes open connections, and resolves when the port is free. */
  close(): Promise<void>;
}

/** A port could not be opened, for a reason that the developer can change. */
export class PortError extends Error {
  override readonly name = "PortError";
  constructor(
    readonly port: number,
    readonly reason: "in use" | "not permitted",
    host: string,
  ) {
    super(
      reason === "in use"
        ? `Port ${port} on ${host} is already in use.`
        : `Port ${port} on ${host} needs more rights than this process has.`,
    );
  }
}

/** Opens an HTTP server. Rejects with a PortError when the port is taken or not permitted. */
export async function listen(options: ListenOptions): Promise<Listening> {
  let begin!: (handler: RequestListener) => void; // set by the promise's executor, which runs at once
  const ready = new Promise<RequestListener>((resolve) => (begin = resolve));
  // Requests have no time limit: they take as long as their upload or function. Idle connections
  // are kept long: with the default of five seconds, a process that is busy for that long would
  // close a connection as it is reused.
  const server = createServer(
    { requestTimeout: 0, keepAliveTimeout: 75_000 },
    (request, response) => void ready.then((handler) => handler(request, response)),
  );
  try {
    await bind(server, options.port, options.host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // net's "error" event carries ErrnoException
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    if (!options.orAnyFree)
      throw new PortError(
        options.port,
        code === "EADDRINUSE" ? "in use" : "not permitted",
        options.host,
      );
    await bind(server, 0, options.host);
  }
  const { port } = server.address() as AddressInfo; // null or a string only for servers not on a TCP port
  return {
    server,
    port,
    serve: begin,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
}

const LOOPBACK = /^(localhost|::1|127(\.\d{1,3}){3})$/;

export function isLoopback(host: string): boolean {
  return LOOPBACK.test(host);
}

/** `http://host:port`, with brackets around an IPv6 address. */
export function httpUrl(host: string, port: number): string {
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}
