/**
 * The mailbox of the local deployment (src/local/server/mailbox.ts): where mails go that no
 * provider takes. Its address is a variable that the local deployment sets and nothing else can,
 * because the component does not declare it: no setting and no request chooses it.
 */
import type { Outcome } from "./delivery";
import { answerTo } from "./exchange";
import type { OutgoingMail } from "./providers";

/** Null where there is none. An address on another machine is none. */
export const mailboxUrl = (): string | null => loopbackUrl(process.env.BANATA_LOCAL_MAILBOX_URL);

export async function putIntoMailbox(
  url: string,
  mail: OutgoingMail & { readonly projectId: string; readonly template: string },
): Promise<Outcome> {
  const { id, ...fields } = mail;
  const answer = await answerTo({
    url,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...fields, messageId: id }),
  });
  if (answer === null)
    return {
      kind: "retry",
      reason: "The mailbox of the local deployment does not answer",
      afterSeconds: null,
    };
  return answer.status === 200
    ? { kind: "sent" }
    : { kind: "failed", reason: `The mailbox of the local deployment answered ${answer.status}` };
}

/** The address if it is one of this machine, without a slash at its end. */
export function loopbackUrl(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  const { protocol, hostname } = new URL(text);
  return protocol === "http:" && /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/.test(hostname)
    ? text.replace(/\/$/, "")
    : null;
}
