/**
 * The local deployment's mailbox (@banata-auth/local), which receives mails when no provider is
 * configured. Its URL comes from an environment variable that the component does not
 * declare, so only the local deployment can set it: no setting and no request can choose it.
 */
import { loopbackUrl } from "../core/webAddresses";
import type { Outcome } from "./delivery";
import { sendPost } from "./exchange";
import type { OutgoingMail } from "./providers";

/** Null when unset or not a loopback address. */
export const mailboxUrl = (): string | null => loopbackUrl(process.env.BANATA_LOCAL_MAILBOX_URL);

export async function putIntoMailbox(
  url: string,
  mail: OutgoingMail & { readonly projectId: string; readonly template: string },
): Promise<Outcome> {
  const { id, ...fields } = mail;
  const answer = await sendPost({
    url,
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ ...fields, messageId: id }),
  });
  if (answer === null)
    return {
      kind: "retry",
      reason: "The local mailbox did not respond",
      afterSeconds: null,
    };
  return answer.status === 200
    ? { kind: "sent" }
    : { kind: "failed", reason: `The local mailbox answered ${answer.status}` };
}
