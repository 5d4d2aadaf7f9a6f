import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import type { Runner } from "../types";
import { requestMetadata } from "./functionApi";

const MAX_BODY_BYTES = 20 * 1024 * 1024;
const SMALL_BODY_BYTES = 256 * 1024;

/**
 * Creates the handler of the site port, which passes every request to an HTTP action and sends its
 * response. Both bodies stream.
 */
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
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) {
    response
      .writeHead(413, { Connection: "close" })
      .end(`The request body is larger than ${MAX_BODY_BYTES} bytes.`);
    return;
  }
  const answered = await runner.http(await toRequest(request, siteUrl), requestMetadata(request));
  await sendResponse(answered, request, response);
}

async function toRequest(incoming: IncomingMessage, siteUrl: string): Promise<Request> {
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2)
    headers.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!); // pairs
  // The requested host, which may be a proxy or another name of this machine; the site URL without
  // one.
  const origin = incoming.headers.host === undefined ? siteUrl : `http://${incoming.headers.host}`;
  const method = incoming.method ?? "GET";
  const body = method === "GET" || method === "HEAD" ? null : await readBody(incoming);
  // `duplex` is required for streams and missing in the DOM types.
  return new Request(new URL(incoming.url ?? "/", origin), {
    method,
    headers,
    body,
    duplex: "half",
  } as RequestInit);
}

/** Small bodies are read before the call, which is several times cheaper; others stream. */
async function readBody(incoming: IncomingMessage): Promise<BodyInit | null> {
  const length = incoming.headers["content-length"];
  if (length === undefined && incoming.headers["transfer-encoding"] === undefined) return null;
  if (length === undefined || Number(length) > SMALL_BODY_BYTES) {
    return Readable.toWeb(Readable.from(limited(incoming))) as ReadableStream<Uint8Array>; // node's own type of the same class
  }
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer); // no encoding is set on the stream
  return chunks.length === 0 ? null : new Uint8Array(Buffer.concat(chunks));
}

async function* limited(incoming: IncomingMessage): AsyncGenerator<Uint8Array> {
  let size = 0;
  for await (const chunk of incoming) {
    const bytes = new Uint8Array(chunk as Buffer); // as above; a copy, for Buffers are not known to functions
    size += bytes.length;
    if (size > MAX_BODY_BYTES)
      throw new Error(`The request body is larger than ${MAX_BODY_BYTES} bytes.`);
    yield bytes;
  }
}

async function sendResponse(
  answered: Response,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.statusCode = answered.status;
  if (answered.statusText !== "") response.statusMessage = answered.statusText;
  for (const [name, value] of answered.headers) response.appendHeader(name, value);
  if (answered.body === null || request.method === "HEAD") {
    await answered.body?.cancel();
    response.end();
    return;
  }
  // Sends the status of an event stream, which may have no content yet, but sends a short answer in
  // one piece.
  setImmediate(() => response.headersSent || response.flushHeaders());
  await sendBody(answered.body.getReader(), response);
}

async function sendBody(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  // The client may disconnect while nothing is being sent.
  response.once("close", () => void reader.cancel().catch(() => undefined));
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MAX_BODY_BYTES)
      throw new Error(`The response of an HTTP action is larger than ${MAX_BODY_BYTES} bytes.`);
    if (response.destroyed) return;
    if (!response.write(next.value)) await writable(response);
  }
  response.end();
}

function writable(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      response.off("drain", done);
      response.off("close", done);
      resolve();
    };
    response.on("drain", done);
    response.on("close", done);
  });
}
