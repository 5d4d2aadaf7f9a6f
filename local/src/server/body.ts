import type { IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { createBrotliDecompress, createGunzip, createInflate } from "node:zlib";
import { RequestError } from "./requestError";

/** Calls have at most 16 MiB of arguments. A push contains all code with its source maps. */
export const MAX_CALL_BODY_BYTES = 20 * 1024 * 1024;
export const MAX_PUSH_BODY_BYTES = 256 * 1024 * 1024;

/**
 * Reads a JSON body, decompressing it if needed; the limit counts decompressed bytes. An empty body
 * is `undefined`.
 */
export async function readJson(request: IncomingMessage, limit: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of decompressed(request)) {
      const bytes = chunk as Buffer; // no encoding is set on the stream
      size += bytes.length;
      if (size > limit)
        throw new RequestError(
          413,
          "RequestTooLarge",
          `The request body is larger than ${limit} bytes.`,
        );
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError(400, "BadBody", "The request body could not be read.");
  }
  if (size === 0) return undefined;
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new RequestError(400, "BadJsonBody", "The request body is not valid JSON.");
  }
}

function decompressed(request: IncomingMessage): Readable {
  const encoding = request.headers["content-encoding"] ?? "identity";
  if (encoding === "identity") return request;
  const transform =
    encoding === "br"
      ? createBrotliDecompress()
      : encoding === "gzip"
        ? createGunzip()
        : encoding === "deflate"
          ? createInflate()
          : null;
  if (transform === null)
    throw new RequestError(
      415,
      "UnsupportedEncoding",
      `Content-Encoding ${encoding} is not supported.`,
    );
  request.on("error", (error) => transform.destroy(error));
  return request.pipe(transform);
}
