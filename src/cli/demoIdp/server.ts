import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CommandError } from "../command";
import type { DemoIdp } from "./demoIdp";

/** More than the largest request of a service provider. */
const MAXIMUM_BYTES = 512 * 1_024;

export interface DemoServer {
  readonly port: number;
  /** Until then, requests wait for it. */
  readonly answerBy: (idp: DemoIdp) => void;
  close(): Promise<void>;
}

/**
 * Opens the port on the loopback interface; 0 is any free one.
 *
 * @throws CommandError when the port cannot be opened
 */
export async function openServer(port: number): Promise<DemoServer> {
  let answerBy: (idp: DemoIdp) => void = () => undefined;
  const ready = new Promise<DemoIdp>((resolve) => (answerBy = resolve));
  const server = createServer((request, response) => void answer(ready, request, response));
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening"); // rejects with the server's error
  } catch {
    throw new CommandError(`Port ${port} cannot be opened. Choose another one with --port.`);
  }
  return {
    port: (server.address() as AddressInfo).port, // a server on a TCP port
    answerBy,
    close: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  ready: Promise<DemoIdp>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  try {
    const request = await toRequest(incoming);
    const reply =
      request === null ? new Response(null, { status: 413 }) : await (await ready).handle(request);
    outgoing.writeHead(reply.status, Object.fromEntries(reply.headers));
    outgoing.end(await reply.text());
  } catch (error) {
    console.error(error);
    outgoing.writeHead(500).end();
  }
}

/** Null when the body is too large. */
async function toRequest(incoming: IncomingMessage): Promise<Request | null> {
  const { method = "GET", url = "/", headers } = incoming;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > MAXIMUM_BYTES) return null;
    chunks.push(chunk);
  }
  const { authorization } = headers;
  return new Request(new URL(url, `http://${headers.host ?? "unknown"}`), {
    method,
    headers: authorization === undefined ? {} : { authorization },
    ...(method === "POST" ? { body: Buffer.concat(chunks) } : {}),
  });
}
