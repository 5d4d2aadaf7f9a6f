/** Handlers of Fetch API requests behind a server of Node, as Next.js runs them. */
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** Serves what `answer` answers, on a port of its own. */
export async function serveAnswers(
  answer: (request: Request) => Promise<Response>,
): Promise<{ readonly url: string; close(): void }> {
  const server = createServer(
    (incoming, outgoing) =>
      void answer(requestOf(incoming)).then(async (response) => await send(response, outgoing)),
  );
  server.listen(0, "localhost");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo; // it listens on a port
  return { url: `http://localhost:${port}`, close: () => void server.close() };
}

function requestOf(incoming: IncomingMessage): Request {
  const headers = new Headers(
    Object.entries(incoming.headers).flatMap<[string, string]>(([name, value]) =>
      value === undefined ? [] : [[name, String(value)]],
    ),
  );
  const hasBody = incoming.method !== "GET" && incoming.method !== "HEAD";
  return new Request(`http://${incoming.headers.host}${incoming.url}`, {
    method: incoming.method,
    headers,
    ...(hasBody ? { body: incoming as unknown as ReadableStream, duplex: "half" } : {}),
  });
}

async function send(response: Response, outgoing: ServerResponse): Promise<void> {
  outgoing.statusCode = response.status;
  for (const [name, value] of response.headers)
    if (name !== "set-cookie") outgoing.setHeader(name, value);
  outgoing.setHeader("set-cookie", response.headers.getSetCookie());
  outgoing.end(Buffer.from(await response.arrayBuffer()));
}
