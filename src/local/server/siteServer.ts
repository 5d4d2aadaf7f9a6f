import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { once } from "node:events";
import type { Runner } from "../types";
import { requestMetadata } from "./functionApi";

const LIMIT = 20 * 1024 * 1024;

/** The handler of the site port: every request becomes an HTTP action's `Request`, its `Response` goes back, both streaming. */
export function siteHandler(context: {
  readonly runner: Runner;
  readonly siteUrl: string;
  readonly log: (message: string) => void;
}): RequestListener {
  return (request, response) => {
    serve(request, response, context).catch((error: unknown) => {
      context.log(error instanceof Error ? (error.stack ?? error.message) : String(error));
      if (!response.headersSent) response.writeHead(500).end("Internal server error");
      else response.destroy();
    });
  };
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  { runner, siteUrl }: { readonly runner: Runner; readonly siteUrl: string },
): Promise<void> {
  if (Number(request.headers["content-length"] ?? 0) > LIMIT) {
    response.writeHead(413, { Connection: "close" }).end(`The request body is larger than ${LIMIT} bytes.`);
    return;
  }
  const answered = await runner.http(toRequest(request, siteUrl), requestMetadata(request));
  await sendResponse(answered, request, response);
}

function toRequest(incoming: IncomingMessage, siteUrl: string): Request {
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) headers.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!); // pairs
  // The address that was asked for, as a proxy or another name for this host may be in use; the site URL when there is none.
  const origin = incoming.headers.host === undefined ? siteUrl : `http://${incoming.headers.host}`;
  const method = incoming.method ?? "GET";
  const hasBody =
    method !== "GET" &&
    method !== "HEAD" &&
    incoming.headers["content-length"] !== "0" &&
    (incoming.headers["content-length"] !== undefined || incoming.headers["transfer-encoding"] !== undefined);
  const body = hasBody ? (Readable.toWeb(Readable.from(limited(incoming))) as ReadableStream<Uint8Array>) : null; // node's own type of the same class
  // `duplex` is required for streams and missing in the DOM types.
  return new Request(new URL(incoming.url ?? "/", origin), { method, headers, body, duplex: "half" } as RequestInit);
}

async function* limited(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = chunk as Buffer; // no encoding is set on the stream
    size += bytes.length;
    if (size > LIMIT) throw new Error(`The request body is larger than ${LIMIT} bytes.`);
    yield new Uint8Array(bytes);
  }
}

async function sendResponse(answered: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.statusCode = answered.status;
  if (answered.statusText !== "") response.statusMessage = answered.statusText;
  for (const [name, value] of answered.headers) if (name !== "set-cookie") response.setHeader(name, value);
  const cookies = answered.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  const reader = answered.body?.getReader();
  if (reader === undefined || request.method === "HEAD") {
    await reader?.cancel();
    response.end();
    return;
  }
  response.on("close", () => void reader.cancel().catch(() => undefined));
  response.flushHeaders();
  let size = 0;
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    size += chunk.value.length;
    if (size > LIMIT) throw new Error(`The response of an HTTP action is larger than ${LIMIT} bytes.`);
    if (response.destroyed) return;
    if (!response.write(chunk.value)) await Promise.race([once(response, "drain"), once(response, "close")]);
  }
  response.end();
}
