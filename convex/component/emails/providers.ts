/**
 * The mail providers' HTTP APIs. Open and click tracking is disabled wherever a message can do so:
 * a tracked link hands a one-time secret to a third party, and link scanners open some of them.
 *
 * - Resend: https://resend.com/docs/api-reference/emails/send-email
 * - SendGrid: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 * - Postmark: https://postmarkapp.com/developer/api/email-api
 * - Mailgun: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages
 */
import { seal, unseal } from "../core/secrets";
import { loopbackUrl } from "../core/webAddresses";
import type { Infer } from "convex/values";
import type { Outcome } from "./delivery";
import { sendPost, type Post } from "./exchange";
import type { senderValidator } from "./tables";

export type StoredSender = Infer<typeof senderValidator>;
export type ProviderId = StoredSender["provider"];
/** All except SMTP, which smtp.ts handles. */
export type HttpProviderId = Exclude<ProviderId, "smtp">;
export type Sender = StoredSender & { readonly apiKey: string };
type HttpSender = Sender & { readonly provider: HttpProviderId };

export const isHttpSender = (sender: Sender): sender is HttpSender => sender.provider !== "smtp";

export interface OutgoingMail {
  /** Stable across attempts. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/**
 * The purpose includes the provider's name, so a key sealed for one provider cannot be unsealed for
 * another.
 */
export const mailProviderPlace = (provider: ProviderId) => ({
  purpose: `mail-provider/${provider}`,
});
export const sealApiKey = async (
  projectId: string,
  provider: ProviderId,
  apiKey: string,
): Promise<string> => await seal(projectId, mailProviderPlace(provider).purpose, apiKey);
export const openApiKey = async (
  projectId: string,
  { provider, sealedApiKey }: StoredSender,
): Promise<string> =>
  sealedApiKey === ""
    ? ""
    : await unseal(projectId, mailProviderPlace(provider).purpose, sealedApiKey);

export async function sendThrough(sender: HttpSender, mail: OutgoingMail): Promise<Outcome> {
  const answer = await sendPost(requests[sender.provider](sender, mail));
  if (answer === null)
    return { kind: "retry", reason: `${sender.provider} did not respond`, afterSeconds: null };
  const { status, retryAfterSeconds } = answer;
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status === 401 || status === 403)
    return {
      kind: "failed",
      reason: `${sender.provider} rejected the API key or the sender address (${status})`,
    };
  const reason = `${sender.provider} answered ${status}`;
  // Resend answers 409 while an earlier request with the same idempotency key is in progress.
  const isPassing = status >= 500 || [408, 409, 425, 429].includes(status);
  return isPassing
    ? { kind: "retry", reason, afterSeconds: retryAfterSeconds }
    : { kind: "failed", reason };
}

const toJsonPost = (url: string, headers: Record<string, string>, body: object): Post => ({
  url,
  headers: { "content-type": "application/json", accept: "application/json", ...headers },
  body: JSON.stringify(body),
});

const requests: Readonly<Record<HttpProviderId, (sender: HttpSender, mail: OutgoingMail) => Post>> =
  {
    resend: (sender, { id, to, subject, html, text }) =>
      toJsonPost(
        `${getBaseUrl(sender)}/emails`,
        { authorization: `Bearer ${sender.apiKey}`, "idempotency-key": id },
        {
          from: formatFrom(sender),
          to: [to],
          subject,
          html,
          text,
          ...(sender.replyTo === null ? {} : { reply_to: sender.replyTo }),
        },
      ),

    sendgrid: (sender, { to, subject, html, text }) =>
      toJsonPost(
        `${getBaseUrl(sender)}/v3/mail/send`,
        { authorization: `Bearer ${sender.apiKey}` },
        {
          personalizations: [{ to: [{ email: to }] }],
          from: {
            email: sender.fromEmail,
            ...(sender.fromName === null ? {} : { name: sender.fromName }),
          },
          ...(sender.replyTo === null ? {} : { reply_to: { email: sender.replyTo } }),
          subject,
          // SendGrid requires the plain text first.
          content: [
            { type: "text/plain", value: text },
            { type: "text/html", value: html },
          ],
          tracking_settings: {
            click_tracking: { enable: false, enable_text: false },
            open_tracking: { enable: false },
          },
        },
      ),

    postmark: (sender, { id, to, subject, html, text }) =>
      toJsonPost(
        `${getBaseUrl(sender)}/email`,
        { "x-postmark-server-token": sender.apiKey },
        {
          From: formatFrom(sender),
          To: to,
          Subject: subject,
          HtmlBody: html,
          TextBody: text,
          ...(sender.replyTo === null ? {} : { ReplyTo: sender.replyTo }),
          MessageStream: "outbound",
          TrackOpens: false,
          TrackLinks: "None",
          Metadata: { message: id },
        },
      ),

    mailgun: (sender, { to, subject, html, text }) => ({
      url: `${getBaseUrl(sender)}/v3/${sender.domain}/messages`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${btoa(`api:${sender.apiKey}`)}`,
      },
      body: new URLSearchParams({
        from: formatFrom(sender),
        to,
        subject,
        html,
        text,
        "o:tracking": "no",
        ...(sender.replyTo === null ? {} : { "h:Reply-To": sender.replyTo }),
      }).toString(),
    }),
  };

const baseUrls: Readonly<Record<HttpProviderId, Readonly<Record<Sender["region"], string>>>> = {
  resend: { us: "https://api.resend.com", eu: "https://api.resend.com" },
  sendgrid: { us: "https://api.sendgrid.com", eu: "https://api.eu.sendgrid.com" },
  postmark: { us: "https://api.postmarkapp.com", eu: "https://api.postmarkapp.com" },
  mailgun: { us: "https://api.mailgun.net", eu: "https://api.eu.mailgun.net" },
};
/** Whether accounts live in one of several regions. */
export const hasRegions = (provider: HttpProviderId): boolean =>
  baseUrls[provider].us !== baseUrls[provider].eu;

/** Tests run a local server that stands in for the providers, at `<url>/<provider>/<region>`. */
function getBaseUrl({ provider, region }: HttpSender): string {
  const local = loopbackUrl(process.env.BANATA_LOCAL_PROVIDER_URL);
  return local === null ? baseUrls[provider][region] : `${local}/${provider}/${region}`;
}

/**
 * Formats a mailbox for a header (RFC 5322, section 3.4). The name is quoted so that nothing in it
 * parses as an address.
 */
const formatFrom = ({ fromName, fromEmail }: Sender): string =>
  fromName === null ? fromEmail : `"${fromName.replace(/["\\]/g, "\\$&")}" <${fromEmail}>`;
