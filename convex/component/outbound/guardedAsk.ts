/**
 * Asks with `fetch` after checking what the URL's host resolves to. Used when the host app has no
 * Node file (see ask.ts).
 */
import { AskError, isRedirect, type PreparedQuestion, type Reply } from "./question";
import { readText } from "./boundedText";
import type { Resolver } from "./resolver";
import { parseHost, targetFault } from "./targets";

/** Throws only `AskError`. */
export async function guardedAsk(question: PreparedQuestion, resolver: Resolver): Promise<Reply> {
  const { url, timeoutMs } = question;
  const fault = targetFault(url);
  if (fault !== null) throw new AskError("invalid_target", url, fault);
  const attempt = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  // Not every runtime stops reading a body when the signal aborts.
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => {
      reject(new AskError("timeout", url));
      attempt.abort();
    }, timeoutMs);
  });
  try {
    return await Promise.race([late, exchange(question, resolver, attempt.signal)]);
  } catch (error) {
    if (error instanceof AskError) throw error;
    throw new AskError(attempt.signal.aborted ? "timeout" : "connection", url);
  } finally {
    clearTimeout(timer);
    attempt.abort();
  }
}

async function exchange(
  { url, method, headers, body, maximumBytes }: PreparedQuestion,
  resolver: Resolver,
  signal: AbortSignal,
): Promise<Reply> {
  const host = parseHost(url);
  const resolution = host.kind === "name" ? await resolver.resolve(host.name, signal) : "public";
  if (resolution !== "public")
    throw new AskError(resolution === "private" ? "private_address" : "unresolved_name", url);
  const response = await fetch(url, { method, headers, body, redirect: "manual", signal });
  if (isRedirect(response.status)) throw new AskError("redirect", url);
  const text = await readText(response, maximumBytes);
  if (text === null) throw new AskError("too_large", url);
  return {
    status: response.status,
    headers: Object.fromEntries(
      [...response.headers].filter(([name]) => name.toLowerCase() !== "set-cookie"),
    ),
    body: text,
  };
}
