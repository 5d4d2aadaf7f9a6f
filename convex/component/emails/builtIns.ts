/**
 * The built-in templates: the mails the runtime itself sends. A project overrides one with a custom
 * template that has the same slug.
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
  "sso-linked",
  "operator-invitation",
] as const;
export type BuiltInSlug = (typeof builtInSlugs)[number];
export const isBuiltInSlug = (slug: string): slug is BuiltInSlug =>
  (builtInSlugs as readonly string[]).includes(slug);

interface Person {
  readonly name?: string | undefined;
}
interface Lifetime {
  /** Text such as `24 hours`. Each template has its own default. */
  readonly expiresIn?: string | undefined;
}
/** The variables the runtime supplies for each built-in template. */
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
  readonly "sso-linked": Person & { readonly organization: string };
  readonly "operator-invitation": Lifetime & {
    readonly project: string;
    readonly role: string;
    readonly inviter?: string | undefined;
    readonly url: string;
  };
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
  description: "How long the link or code is valid",
  defaultValue,
});

const userName = optional("name", "The recipient's name", "Ada Lovelace");

const greeting: Block = { type: "text", text: "Hello {{name}}," };
const heading = (text: string): Block => ({ type: "heading", text });
const paragraph = (text: string): Block => ({ type: "text", text });
const button = (text: string, href: string): Block => ({ type: "button", text, href });
const rule: Block = { type: "divider" };
const ignore = paragraph("If you did not request this email, you can safely ignore it.");

export const builtInTemplates: Readonly<Record<BuiltInSlug, Template>> = {
  verification: {
    slug: "verification",
    name: "Email verification",
    preheader: "Confirm your email address to finish setting up your {{appName}} account.",
    subject: "Confirm your email address for {{appName}}",
    variables: [
      link("url", "The link that confirms the address", "https://example.com/verify?token=sample"),
      userName,
      lifetime("24 hours"),
    ],
    blocks: [
      heading("Confirm your email address"),
      greeting,
      paragraph(
        "Please confirm that this email address belongs to you. The link is valid for {{expiresIn}}.",
      ),
      button("Confirm address", "{{url}}"),
      rule,
      ignore,
    ],
  },
  "password-reset": {
    slug: "password-reset",
    name: "Password reset",
    preheader: "Choose a new password for {{appName}}.",
    subject: "Choose a new password for {{appName}}",
    variables: [
      link("url", "The link to choose a new password", "https://example.com/reset?token=sample"),
      userName,
      lifetime("1 hour"),
    ],
    blocks: [
      heading("Choose a new password"),
      greeting,
      paragraph(
        "We received a request to reset the password of your {{appName}} account. The link works once and is valid for {{expiresIn}}.",
      ),
      button("Choose a new password", "{{url}}"),
      rule,
      paragraph("If you did not request this, ignore this email. Your password has not changed."),
    ],
  },
  "magic-link": {
    slug: "magic-link",
    name: "Sign-in link",
    preheader: "Your sign-in link for {{appName}}.",
    subject: "Your sign-in link for {{appName}}",
    variables: [
      link("url", "The link that signs the user in", "https://example.com/magic?token=sample"),
      lifetime("10 minutes"),
    ],
    blocks: [
      heading("Sign in to {{appName}}"),
      paragraph(
        "Use this link to sign in without a password. It works once and is valid for {{expiresIn}}.",
      ),
      button("Sign in", "{{url}}"),
      rule,
      ignore,
    ],
  },
  "email-otp": {
    slug: "email-otp",
    name: "Sign-in code",
    preheader: "Your code for {{appName}}.",
    subject: "Your code for {{appName}}",
    variables: [
      { name: "code", description: "The code", required: true, sample: "123456" },
      lifetime("10 minutes"),
    ],
    blocks: [
      heading("Your code"),
      paragraph("Enter this code in {{appName}}. It works once and is valid for {{expiresIn}}."),
      { type: "code", text: "{{code}}" },
      rule,
      paragraph("{{appName}} will never ask you for this code by phone or email."),
    ],
  },
  invitation: {
    slug: "invitation",
    name: "Invitation",
    preheader: "You are invited to join {{organization}}.",
    subject: "Join {{organization}} on {{appName}}",
    variables: [
      {
        name: "organization",
        description: "The name of the organization",
        required: true,
        sample: "Analytical Engines",
      },
      optional("inviter", "The inviter's name", "Charles Babbage"),
      optional(
        "url",
        "The link to accept the invitation",
        "https://example.com/invitations/sample",
      ),
      lifetime("7 days"),
    ],
    blocks: [
      heading("Join {{organization}}"),
      paragraph("You have been invited to join {{organization}} on {{appName}}."),
      paragraph("{{inviter}} sent you this invitation."),
      paragraph(
        "It is valid for {{expiresIn}}. To accept it, sign in to {{appName}} with the email address this invitation was sent to.",
      ),
      button("Accept invitation", "{{url}}"),
      rule,
      ignore,
    ],
  },
  welcome: {
    slug: "welcome",
    name: "Welcome",
    preheader: "Your {{appName}} account is ready.",
    subject: "Welcome to {{appName}}",
    variables: [userName, optional("url", "Where to get started", "https://example.com/start")],
    blocks: [
      heading("Welcome to {{appName}}"),
      greeting,
      paragraph("Your account is ready."),
      button("Get started", "{{url}}"),
    ],
  },
  "email-changed": {
    slug: "email-changed",
    name: "Email address changed",
    preheader: "The email address of your {{appName}} account was changed.",
    subject: "Your {{appName}} email address was changed",
    variables: [
      link("url", "The link that undoes the change", "https://example.com/undo?token=sample"),
      userName,
      lifetime("7 days"),
    ],
    blocks: [
      heading("Your email address was changed"),
      greeting,
      paragraph(
        "The email address of your {{appName}} account was changed. If you made this change, you can ignore this email.",
      ),
      paragraph(
        "If you did not make this change, use the link below to recover your account. It restores this address, signs out every device and removes the password so that you can choose a new one. The link is valid for {{expiresIn}}.",
      ),
      button("Undo the change", "{{url}}"),
    ],
  },
  "sso-linked": {
    slug: "sso-linked",
    name: "Single sign-on linked",
    preheader: "Your {{appName}} account can now be used through {{organization}}.",
    subject: "Your {{appName}} account is linked to {{organization}}",
    variables: [
      {
        name: "organization",
        description: "The name of the organization",
        required: true,
        sample: "Analytical Engines",
      },
      userName,
    ],
    blocks: [
      heading("Your account is linked to {{organization}}"),
      greeting,
      paragraph(
        "You have signed in to {{appName}} through the identity provider of {{organization}}, which has verified the domain of this email address. From now on that identity provider can sign you in.",
      ),
      paragraph(
        "If this was not you, contact the administrator of {{organization}} and change your password.",
      ),
    ],
  },
  "operator-invitation": {
    slug: "operator-invitation",
    name: "Operator invitation",
    preheader: "You are invited to work in {{project}}.",
    subject: "Work in the project {{project}}",
    variables: [
      link(
        "url",
        "The link that accepts the invitation and signs in",
        "https://example.com/operators/invitation?token=sample",
      ),
      {
        name: "project",
        description: "The name of the project",
        required: true,
        sample: "Analytical Engines",
      },
      { name: "role", description: "The role in the project", required: true, sample: "developer" },
      optional("inviter", "The inviter's name", "Charles Babbage"),
      lifetime("7 days"),
    ],
    blocks: [
      heading("Work in {{project}}"),
      paragraph("You have been invited to work in the project {{project}} as {{role}}."),
      paragraph("{{inviter}} sent you this invitation."),
      paragraph("The link signs you in. It works once and is valid for {{expiresIn}}."),
      button("Accept invitation", "{{url}}"),
      rule,
      ignore,
    ],
  },
  "webhook-disabled": {
    slug: "webhook-disabled",
    name: "Webhook disabled",
    preheader: "{{endpoint}}",
    subject: "A webhook endpoint of {{appName}} was disabled",
    variables: [
      {
        name: "endpoint",
        description: "The endpoint's URL",
        required: true,
        sample: "https://example.com/hooks",
      },
      optional("reason", "Why it was disabled", "Every delivery to it has failed for five days."),
    ],
    blocks: [
      heading("A webhook endpoint was disabled"),
      paragraph("{{appName}} no longer sends events to this endpoint:\n{{endpoint}}"),
      paragraph("{{reason}}"),
      paragraph(
        "Fix the endpoint and enable it again to receive new events. Use a replay to receive the events it missed.",
      ),
      rule,
      paragraph("You received this email because your address is the contact of this endpoint."),
    ],
  },
};
