/**
 * The mail providers, as their documentation has them. Tracking of opens and links is switched off
 * wherever a message can say so: a tracked link hands a one-time secret to a third party, and some
 * are opened by scanners.
 *
 * - Resend: https://resend.com/docs/api-reference/emails/send-email
 * - SendGrid: https://www.twilio.com/docs/sendgrid/api-reference/mail-send/mail-send
 * - Postmark: https://postmarkapp.com/developer/api/email-api
 * - Mailgun: https://documentation.mailgun.com/docs/mailgun/api-reference/send/mailgun/messages
 */
import { seal, unseal } from "../core/secrets";
import type { Infer } from "convex/values";
import type { Outcome } from "./delivery";
import { answerTo, type Post } from "./exchange";
import { loopbackUrl } from "./mailbox";
import type { senderValidator } from "./tables";

export type StoredSender = Infer<typeof senderValidator>;
export type ProviderId = StoredSender["provider"];
/** Those that are asked over HTTP; smtp.ts has the other one. */
export type HttpProviderId = Exclude<ProviderId, "smtp">;
export type Sender = StoredSender & { readonly apiKey: string };
type HttpSender = Sender & { readonly provider: HttpProviderId };

export const isHttpSender = (sender: Sender): sender is HttpSender => sender.provider !== "smtp";

export interface OutgoingMail {
  /** The same in every attempt. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

/** The provider's name is part of the purpose: a key sealed for one provider opens for no other. */
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
  const answer = await answerTo(requests[sender.provider](sender, mail));
  if (answer === null)
    return { kind: "retry", reason: `${sender.provider} does not answer`, afterSeconds: null };
  const { status, retryAfterSeconds } = answer;
  if (status >= 200 && status < 300) return { kind: "sent" };
  if (status === 401 || status === 403)
    return {
      kind: "failed",
      reason: `${sender.provider} refused the API key or the sender (${status})`,
    };
  const reason = `${sender.provider} answered ${status}`;
  // 409 is Resend's while the first request with this idempotency key is not finished.
  const isPassing = status >= 500 || [408, 409, 425, 429].includes(status);
  return isPassing
    ? { kind: "retry", reason, afterSeconds: retryAfterSeconds }
    : { kind: "failed", reason };
}

const json = (url: string, headers: Record<string, string>, body: object): Post => ({
  url,
  headers: { "content-type": "application/json", accept: "application/json", ...headers },
  body: JSON.stringify(body),
});

const requests: Readonly<Record<HttpProviderId, (sender: HttpSender, mail: OutgoingMail) => Post>> =
  {
    resend: (sender, { id, to, subject, html, text }) =>
      json(
        `${baseUrlOf(sender)}/emails`,
        { authorization: `Bearer ${sender.apiKey}`, "idempotency-key": id },
        {
          from: fromOf(sender),
          to: [to],
          subject,
          html,
          text,
          ...(sender.replyTo === null ? {} : { reply_to: sender.replyTo }),
        },
      ),

    sendgrid: (sender, { to, subject, html, text }) =>
      json(
        `${baseUrlOf(sender)}/v3/mail/send`,
        { authorization: `Bearer ${sender.apiKey}` },
        {
          personalizations: [{ to: [{ email: to }] }],
          from: {
            email: sender.fromEmail,
            ...(sender.fromName === null ? {} : { name: sender.fromName }),
          },
          ...(sender.replyTo === null ? {} : { reply_to: { email: sender.replyTo } }),
          subject,
          // The plain text has to come first.
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
      json(
        `${baseUrlOf(sender)}/email`,
        { "x-postmark-server-token": sender.apiKey },
        {
          ...{ From: fromOf(sender), To: to, Subject: subject, HtmlBody: html, TextBody: text },
          ...(sender.replyTo === null ? {} : { ReplyTo: sender.replyTo }),
          ...{
            MessageStream: "outbound",
            TrackOpens: false,
            TrackLinks: "None",
            Metadata: { message: id },
          },
        },
      ),

    mailgun: (sender, { to, subject, html, text }) => ({
      url: `${baseUrlOf(sender)}/v3/${sender.domain}/messages`,
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        authorization: `Basic ${btoa(`api:${sender.apiKey}`)}`,
      },
      body: new URLSearchParams({
        ...{ from: fromOf(sender), to, subject, html, text, "o:tracking": "no" },
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
/** Those that have data centres to choose from. */
export const hasRegions = (provider: HttpProviderId): boolean =>
  baseUrls[provider].us !== baseUrls[provider].eu;

/** In tests a server of this machine stands for the providers, at `<url>/<provider>/<region>`. */
function baseUrlOf({ provider, region }: HttpSender): string {
  const local = loopbackUrl(process.env.BANATA_LOCAL_PROVIDER_URL);
  return local === null ? baseUrls[provider][region] : `${local}/${provider}/${region}`;
}

/** As a header has it (RFC 5322, 3.4): the name quoted, so that nothing in it is an address. */
const fromOf = ({ fromName, fromEmail }: Sender): string =>
  fromName === null ? fromEmail : `"${fromName.replace(/["\\]/g, "\\$&")}" <${fromEmail}>`;
