import type { IncomingMessage } from "node:http";

/**
 * What functions see as the client's address and user agent. As on a real deployment, the address
 * is the first element of the first `X-Forwarded-For` header, which the client can choose, and the
 * socket's address only without one.
 */
export function clientMetadata(request: IncomingMessage): {
  readonly ip: string | null;
  readonly userAgent: string | null;
} {
  const index = request.rawHeaders.findIndex(
    (name, i) => i % 2 === 0 && name.toLowerCase() === "x-forwarded-for",
  );
  const forwarded = index === -1 ? null : request.rawHeaders[index + 1]!; // pairs
  const isReadable = forwarded !== null && /^[\t\x20-\x7e]*$/.test(forwarded);
  return {
    ip: isReadable ? forwarded.split(",")[0]!.trim() : (request.socket.remoteAddress ?? null), // a split has a first element
    userAgent: request.headers["user-agent"] ?? null,
  };
}
