/**
 * The mails that the runtime itself sends. A project replaces one by a custom template with the
 * same slug.
 */
import type { Block, Template, Variable } from "../core/template";

export const builtInSlugs = [
  "verification",
  "password-reset",
  "magic-link",
  "email-otp",
  "invitation",
  "welcome",
  "webhook-disabled",
  "email-changed",
] as const;
export type BuiltInSlug = (typeof builtInSlugs)[number];
export const isBuiltInSlug = (slug: string): slug is BuiltInSlug =>
  (builtInSlugs as readonly string[]).includes(slug);

interface Person {
  readonly name?: string | undefined;
}
interface Lifetime {
  /** Words such as `24 hours`; each template has its own where it is left out. */
  readonly expiresIn?: string | undefined;
}
/** What the runtime gives to each of its mails. */
export interface MailData {
  readonly verification: Person & Lifetime & { readonly url: string };
  readonly "password-reset": Person & Lifetime & { readonly url: string };
  readonly "magic-link": Lifetime & { readonly url: string };
  readonly "email-otp": Lifetime & { readonly code: string };
  readonly invitation: Lifetime & {
    readonly organization: string;
    readonly inviter?: string | undefined;
    readonly url?: string | undefined;
  };
  readonly welcome: Person & { readonly url?: string | undefined };
  readonly "email-changed": Person & Lifetime & { readonly url: string };
  readonly "webhook-disabled": { readonly endpoint: string; readonly reason: string };
}

const link = (name: string, description: string, sample: string): Variable => ({
  name,
  description,
  required: true,
  sample,
});
const optional = (name: string, description: string, sample: string): Variable => ({
  name,
  description,
  sample,
});
const lifetime = (defaultValue: string): Variable => ({
  name: "expiresIn",
  description: "How long it is good",
  defaultValue,
});

const userName = optional("name", "Who it is for", "Ada Lovelace");

const greeting: Block = { type: "text", text: "Hello {{name}}," };
const heading = (text: string): Block => ({ type: "heading", text });
const paragraph = (text: string): Block => ({ type: "text", text });
const button = (text: string, href: string): Block => ({ type: "button", text, href });
const rule: Block = { type: "divider" };
const ignore = paragraph(
  "Did not ask for this? Then nothing happens: leave this mail where it is.",
);

export const builtInTemplates: Readonly<Record<BuiltInSlug, Template>> = {
  verification: {
    ...{
      slug: "verification",
      name: "E-mail verification",
      preheader: "One click and this address is yours at {{appName}}.",
    },
    subject: "Confirm your e-mail address for {{appName}}",
    variables: [
      link("url", "Where the address is confirmed", "https://example.com/verify?token=sample"),
      userName,
      lifetime("24 hours"),
    ],
    blocks: [
      heading("Confirm your e-mail address"),
      greeting,
      paragraph(
        "Please confirm that this address belongs to you and to your account at {{appName}}. The button works for {{expiresIn}}.",
      ),
      button("Confirm address", "{{url}}"),
      rule,
      ignore,
    ],
  },
  "password-reset": {
    ...{
      slug: "password-reset",
      name: "Password reset",
      preheader: "Choose a new password for {{appName}}.",
    },
    subject: "Choose a new password for {{appName}}",
    variables: [
      link("url", "Where a new password is chosen", "https://example.com/reset?token=sample"),
      userName,
      lifetime("1 hour"),
    ],
    blocks: [
      heading("Choose a new password"),
      greeting,
      paragraph(
        "Somebody, we hope you, wants a new password for your account at {{appName}}. The button works once, for {{expiresIn}}.",
      ),
      button("Choose a new password", "{{url}}"),
      rule,
      paragraph("Was it not you? Your password stays as it is, and nobody got in by this."),
    ],
  },
  "magic-link": {
    ...{ slug: "magic-link", name: "Sign-in link", preheader: "Your link to {{appName}}." },
    subject: "Your sign-in link for {{appName}}",
    variables: [
      link("url", "Signs in whoever opens it", "https://example.com/magic?token=sample"),
      lifetime("10 minutes"),
    ],
    blocks: [
      heading("Sign in to {{appName}}"),
      paragraph("This button signs you in, without a password. It works once, for {{expiresIn}}."),
      button("Sign in", "{{url}}"),
      rule,
      ignore,
    ],
  },
  "email-otp": {
    ...{ slug: "email-otp", name: "Sign-in code", preheader: "A code for {{appName}}." },
    subject: "Your code for {{appName}}",
    variables: [
      { name: "code", description: "The code", required: true, sample: "123456" },
      lifetime("10 minutes"),
    ],
    blocks: [
      heading("Your code"),
      paragraph("Type this code where {{appName}} asks for it. It works once, for {{expiresIn}}."),
      { type: "code", text: "{{code}}" },
      rule,
      paragraph("Nobody from {{appName}} will ever ask you for this code."),
    ],
  },
  invitation: {
    ...{
      slug: "invitation",
      name: "Invitation",
      preheader: "You are invited to {{organization}}.",
    },
    subject: "Join {{organization}} on {{appName}}",
    variables: [
      {
        name: "organization",
        description: "Where the person is invited to",
        required: true,
        sample: "Analytical Engines",
      },
      optional("inviter", "Who invites", "Charles Babbage"),
      optional("url", "Where the invitation is accepted", "https://example.com/invitations/sample"),
      lifetime("7 days"),
    ],
    blocks: [
      heading("Join {{organization}}"),
      paragraph("There is a place for you in {{organization}} on {{appName}}."),
      paragraph("The invitation comes from {{inviter}}."),
      paragraph(
        "It is open for {{expiresIn}}. To accept it, sign in to {{appName}} with the address that this mail went to.",
      ),
      button("Accept invitation", "{{url}}"),
      rule,
      ignore,
    ],
  },
  welcome: {
    ...{ slug: "welcome", name: "Welcome", preheader: "Your account at {{appName}} is there." },
    subject: "Welcome to {{appName}}",
    variables: [userName, optional("url", "Where to begin", "https://example.com/start")],
    blocks: [
      heading("Welcome to {{appName}}"),
      greeting,
      paragraph("Your account is ready. Good to have you here."),
      button("Get started", "{{url}}"),
    ],
  },
  "email-changed": {
    ...{
      slug: "email-changed",
      name: "E-mail address changed",
      preheader: "Your account at {{appName}} has another e-mail address now.",
    },
    subject: "Your e-mail address at {{appName}} was changed",
    variables: [
      link("url", "Where the change is undone", "https://example.com/undo?token=sample"),
      userName,
      lifetime("7 days"),
    ],
    blocks: [
      heading("Your e-mail address was changed"),
      greeting,
      paragraph(
        "Your account at {{appName}} has a new e-mail address. If you changed it, there is nothing to do.",
      ),
      paragraph(
        "If it was not you, take your account back: the button restores this address, signs out every device and removes the password, so that you can choose a new one. It works for {{expiresIn}}.",
      ),
      button("Undo the change", "{{url}}"),
    ],
  },
  "webhook-disabled": {
    ...{ slug: "webhook-disabled", name: "Webhook disabled", preheader: "{{endpoint}}" },
    subject: "A webhook endpoint of {{appName}} was disabled",
    variables: [
      {
        name: "endpoint",
        description: "The endpoint's URL",
        required: true,
        sample: "https://example.com/hooks",
      },
      optional("reason", "Why, in words", "For five days every delivery to it failed."),
    ],
    blocks: [
      heading("A webhook endpoint was disabled"),
      paragraph("{{appName}} does not send its events to this endpoint any more:\n{{endpoint}}"),
      paragraph("{{reason}}"),
      paragraph(
        "Once it works again, enable it. It gets what happens from then on; what it missed can be sent by a replay.",
      ),
      rule,
      paragraph("You get this mail because the endpoint names your address as its contact."),
    ],
  },
};
