/**
 * The mail that a runtime sends in a test: on the local deployment its own mailbox, on the test
 * engine the same one on a server of the test's.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import {
  Mailbox,
  MAILBOX_PATH,
  MAILBOX_VARIABLE,
  withMailbox,
  type MailboxMessage,
} from "@banata-auth/local";
import { inject } from "vitest";
import type { Runtime } from "./runtime";

export interface Inbox {
  /** Newest first. */
  messages(to: string): Promise<MailboxMessage[]>;
  /** Waits until there are as many to that address, and answers the newest. */
  next(to: string, count?: number): Promise<MailboxMessage>;
}

const PATIENCE = 10_000;

/** Call it before the mail is sent. */
export async function inboxOf(runtime: Runtime): Promise<Inbox> {
  const url = runtime.name.includes("local deployment")
    ? ("origin" in runtime ? String(runtime.origin) : inject("deployment").siteUrl) + MAILBOX_PATH
    : await ownMailbox();
  const messages = async (to: string) => {
    const response = await fetch(`${url}?to=${encodeURIComponent(to)}`);
    return ((await response.json()) as { messages: MailboxMessage[] }).messages; // the mailbox answers it
  };
  return {
    messages,
    next: async (to, count = 1) => {
      for (
        const end = Date.now() + PATIENCE;
        Date.now() < end;
        await new Promise((resolve) => setTimeout(resolve, 20))
      ) {
        const found = await messages(to);
        if (found.length >= count) return found[0]!; // at least one
      }
      throw new Error(`No mail to ${to} within ${PATIENCE} ms.`);
    },
  };
}

let own: Promise<string> | null = null;

/** One for the test file; the test engine reads its variable in this process. */
async function ownMailbox(): Promise<string> {
  own ??= new Promise((resolve) => {
    const server = createServer(
      withMailbox(new Mailbox(), (_request, response) => void response.writeHead(404).end()),
    );
    server.listen(0, "127.0.0.1", () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}${MAILBOX_PATH}`),
    ); // a TCP server
    server.unref();
  });
  return (process.env[MAILBOX_VARIABLE] = await own);
}
