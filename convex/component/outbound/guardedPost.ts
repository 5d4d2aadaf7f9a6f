/**
 * POSTs with `fetch` after checking what the URL's host resolves to. Used when the host app has no
 * Node file (see pinnedPost.ts).
 */
import { answered, failed, type Post, type PostResult } from "./post";
import { Resolver } from "./resolver";
import { parseHost, targetFault } from "./targets";

export { Resolver };

/** For the whole attempt: DNS lookup, connection and response. */
const TIMEOUT_MS = 15_000;
/** Bytes of the response that are read, and how long it may take after the status. */
const MAXIMUM_READ = 4_096;
const READ_TIMEOUT_MS = 2_000;

/** Never throws. */
export async function guardedPost(
  { url, headers, body }: Post,
  resolver: Resolver,
): Promise<PostResult> {
  if (targetFault(url) !== null) return failed("private_address");
  const attempt = new AbortController();
  const timer = setTimeout(() => attempt.abort(), TIMEOUT_MS);
  try {
    const host = parseHost(url);
    const resolution =
      host.kind === "name" ? await resolver.resolve(host.name, attempt.signal) : "public";
    if (resolution !== "public")
      return failed(resolution === "private" ? "private_address" : "unresolved_name");
    const response = await fetch(url, {
      method: "POST",
      headers,
      body,
      redirect: "manual",
      signal: attempt.signal,
    });
    return answered({
      status: response.status,
      retryAfter: response.headers.get("retry-after"),
      response: await readBeginning(response),
    });
  } catch {
    return failed(attempt.signal.aborted ? "timeout" : "connection");
  } finally {
    clearTimeout(timer);
  }
}

/**
 * The outcome depends on the status only: what follows may be slow, cut off or encoded in a way
 * that cannot be decoded, and repeating a request that the endpoint has accepted would be wrong.
 */
async function readBeginning(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let size = 0;
  const timer = setTimeout(() => void cancel(reader), READ_TIMEOUT_MS);
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.byteLength;
      text += decoder.decode(part.value, { stream: true });
      if (size >= MAXIMUM_READ) break;
    }
  } catch {
    // The status is known.
  } finally {
    clearTimeout(timer);
    await cancel(reader);
  }
  return text;
}

const cancel = async (reader: ReadableStreamDefaultReader<Uint8Array>): Promise<void> =>
  await reader.cancel().catch(() => undefined);
