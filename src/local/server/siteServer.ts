import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as WebReadableStream } from "node:stream/web";
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
  const body = hasBody ? (Readable.toWeb(Readable.from(limited(incoming, "request body"))) as ReadableStream<Uint8Array>) : null; // node's own type of the same class
  // `duplex` is required for streams and missing in the DOM types.
  return new Request(new URL(incoming.url ?? "/", origin), { method, headers, body, duplex: "half" } as RequestInit);
}

async function sendResponse(answered: Response, request: IncomingMessage, response: ServerResponse): Promise<void> {
  response.statusCode = answered.status;
  if (answered.statusText !== "") response.statusMessage = answered.statusText;
  for (const [name, value] of answered.headers) if (name !== "set-cookie") response.setHeader(name, value);
  const cookies = answered.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader("Set-Cookie", cookies);
  if (answered.body === null || request.method === "HEAD") {
    await answered.body?.cancel();
    response.end();
    return;
  }
  // An event stream may be silent at first, and its reader waits for the status.
  response.flushHeaders();
  const body = answered.body as WebReadableStream<Uint8Array>; // node's own type of the same class
  try {
    await pipeline(Readable.fromWeb(body), (chunks: AsyncIterable<Uint8Array>) => limited(chunks, "response of an HTTP action"), response);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ERR_STREAM_PREMATURE_CLOSE") throw error; // otherwise the client has gone
  }
}

async function* limited(chunks: AsyncIterable<Uint8Array>, what: string): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const bytes of chunks) {
    size += bytes.length;
    if (size > LIMIT) throw new Error(`The ${what} is larger than ${LIMIT} bytes.`);
    yield bytes;
  }
}
