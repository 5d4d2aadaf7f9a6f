import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { z } from "zod";
import { readJson } from "./body";
import { postedMessage, type MailboxMessage } from "./mailboxMessage";
import { mailboxPage } from "./mailboxPage";
import { RequestError } from "./requestError";
import { parseRequestUrl } from "./requestUrl";

/** The path on the site port; no app uses this prefix. */
export const MAILBOX_PATH = "/__local/mailbox";
/**
 * Names the environment variable with the mailbox's URL, which only this deployment sets.
 * Documented in the README.
 */
export const MAILBOX_VARIABLE = "BANATA_LOCAL_MAILBOX_URL";

const MAX_MESSAGES = 500;
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Stores mails that deployed code posts instead of sending them, so that developers and tests can
 * read them. Keeps the latest 500 in memory.
 */
export class Mailbox {
  private readonly messages: MailboxMessage[] = [];

  put(message: z.input<typeof postedMessage>): void {
    this.messages.unshift({
      ...postedMessage.parse(message),
      receivedAt: new Date().toISOString(),
    });
    this.messages.length = Math.min(this.messages.length, MAX_MESSAGES);
  }

  /** Lists mails, newest first; with an address, only mails to it. */
  list(to: string | null = null): readonly MailboxMessage[] {
    return this.messages.filter(
      (message) => to === null || message.to.toLowerCase() === to.toLowerCase(),
    );
  }

  clear(): void {
    this.messages.length = 0;
  }
}

/**
 * Answers `GET` (JSON `{ messages }`, or a page for browsers; `?to=` filters by address), `POST`
 * (adds a mail) and `DELETE` (deletes all) at the mailbox's path, and passes every other path to
 * `next`.
 *
 * Mails contain links that sign in, and any page in the developer's browser can send requests here.
 * Without CORS headers, pages of other origins can neither read (GET) nor write (JSON and DELETE),
 * and requests with another `Host`, as in DNS rebinding, are rejected.
 */
export function withMailbox(mailbox: Mailbox, next: RequestListener): RequestListener {
  return (request, response) => {
    const url = parseRequestUrl(request, "http://local");
    if (url?.pathname !== MAILBOX_PATH) return next(request, response);
    answer(mailbox, request, url, response).catch((error: unknown) => {
      const status = error instanceof RequestError ? error.status : 500;
      sendJson(response, status, {
        error: error instanceof RequestError ? error.message : "The mailbox failed.",
      });
    });
  };
}

async function answer(
  mailbox: Mailbox,
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  if (!/^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/i.test(request.headers.host ?? ""))
    throw new RequestError(403, "Forbidden", "The mailbox is for this machine only.");
  const messages = () => mailbox.list(url.searchParams.get("to"));
  switch (request.method) {
    case "GET":
      if (!(request.headers.accept ?? "").includes("text/html"))
        return sendJson(response, 200, { messages: messages() });
      response.writeHead(200, {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        // Mails are shown in frames without scripts; only their images are loaded.
        "content-security-policy":
          "default-src 'none'; style-src 'unsafe-inline'; img-src http: https: data:; frame-src 'self'",
        "referrer-policy": "no-referrer",
      });
      response.end(mailboxPage(messages()));
      return;
    case "POST": {
      if (!(request.headers["content-type"] ?? "").startsWith("application/json"))
        throw new RequestError(415, "UnsupportedMediaType", "Expected JSON.");
      const message = postedMessage.safeParse(await readJson(request, MAX_BODY_BYTES));
      if (!message.success)
        throw new RequestError(400, "BadMessage", z.prettifyError(message.error));
      mailbox.put(message.data);
      return sendJson(response, 200, { success: true });
    }
    case "DELETE":
      mailbox.clear();
      return sendJson(response, 200, { success: true });
    default:
      throw new RequestError(405, "MethodNotAllowed", "The mailbox answers GET, POST and DELETE.");
  }
}

function sendJson(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
  });
  response.end(JSON.stringify(body));
}
