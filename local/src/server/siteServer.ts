import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { answeredText } from "../runtime/httpActions";
import { PlatformRefusal } from "../runtime/refusals";
import type { Runner } from "../types";
import { requestMetadata } from "./functionApi";
import { RequestError } from "./requestError";
import { requestUrl } from "./requestUrl";

const MAX_BODY_BYTES = 20 * 1024 * 1024;

/**
 * Creates the handler of the site port, which passes every request to an HTTP action and sends its
 * response. The response streams. The request is read before the action starts, so that slow
 * uploads do not take the places of actions that could run.
 */
export function siteHandler(context: {
  readonly runner: Runner;
  readonly siteUrl: string;
  readonly log: (message: string) => void;
}): RequestListener {
  return (request, response) => {
    serve(request, response, context).catch((error: unknown) => {
      if (error instanceof RequestError)
        return void response.writeHead(error.status, { Connection: "close" }).end(error.message);
      if (error instanceof PlatformRefusal) {
        const { code, message } = error;
        return void response
          .writeHead(error.status, { "Content-Type": "application/json" })
          .end(JSON.stringify({ code, message }));
      }
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
  const received = await toRequest(request, siteUrl);
  // The client may have given up during its upload.
  if (response.destroyed) return;
  const answered = await runner.http(received, requestMetadata(request));
  await sendResponse(answered, request, response);
}

async function toRequest(incoming: IncomingMessage, siteUrl: string): Promise<Request> {
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2)
    headers.append(incoming.rawHeaders[i]!, incoming.rawHeaders[i + 1]!); // pairs
  const method = incoming.method ?? "GET";
  const body = method === "GET" || method === "HEAD" ? null : await readBody(incoming);
  // The requested host may be a proxy or another name of this machine.
  return new Request(requestUrl(incoming, siteUrl), { method, headers, body });
}

async function readBody(incoming: IncomingMessage): Promise<BodyInit | null> {
  if (Number(incoming.headers["content-length"] ?? 0) > MAX_BODY_BYTES) throw bodyTooLarge();
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming) {
      const bytes = chunk as Buffer; // no encoding is set on the stream
      size += bytes.length;
      if (size > MAX_BODY_BYTES) throw bodyTooLarge();
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(400, "BadBody", "The request body could not be read.");
  }
  return size === 0 ? null : new Uint8Array(Buffer.concat(chunks));
}

const bodyTooLarge = () =>
  new RequestError(
    413,
    "RequestTooLarge",
    `The request body is larger than ${MAX_BODY_BYTES} bytes.`,
  );

async function sendResponse(
  answered: Response,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  response.statusCode = answered.status;
  if (answered.statusText !== "") response.statusMessage = answered.statusText;
  for (const [name, value] of answered.headers) response.appendHeader(name, value);
  const text = request.method === "HEAD" ? undefined : answeredText(answered);
  if (text !== undefined) {
    if (Buffer.byteLength(text) > MAX_BODY_BYTES) throw responseTooLarge();
    response.end(text);
    return;
  }
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

const responseTooLarge = () =>
  new Error(`The response of an HTTP action is larger than ${MAX_BODY_BYTES} bytes.`);

async function sendBody(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  response: ServerResponse,
): Promise<void> {
  // The client may disconnect while nothing is being sent.
  response.once("close", () => void reader.cancel().catch(() => undefined));
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    size += next.value.length;
    if (size > MAX_BODY_BYTES) throw responseTooLarge();
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
