/**
 * What visitors enter to say who they are: an address, or a user name where the app takes those. No
 * text is both.
 */
import { html, type Html } from "../api/pageFrame";
import { emailAddress } from "../core/emailAddress";
import { normalUsername } from "../core/username";
import type { Flow } from "./flow";
import { addressField } from "./formFields";
import type { Texts } from "./texts/en";
import type { PageVisit } from "./visit";

type Client = Flow["client"];

/** Whether there is a way to sign in with an address, besides single sign-on. */
export const takesAddress = ({ password, magicLink, emailOtp }: Client): boolean =>
  password || magicLink || emailOtp;

const asksForAddress = (client: Client): boolean => client.sso || takesAddress(client);

export const asksForName = (client: Client): boolean => client.username || asksForAddress(client);

export const isUsername = ({ username }: Client, typed: string): boolean =>
  username && normalUsername(typed) !== null;

/** Null if the app takes it, else what to say. */
export function refuseName(client: Client, typed: string): keyof Texts | null {
  if (isUsername(client, typed)) return null;
  if (!client.username) return emailAddress(typed) === null ? "badAddress" : null;
  if (!asksForAddress(client)) return "badUsername";
  return emailAddress(typed) === null ? "badName" : null;
}

/** Named `email` for every app, so that password managers find it and the forms are the same. */
export function nameField(visit: PageVisit, client: Client, typed: string): Html {
  const isForPasskey = client.passkey;
  if (!client.username) return addressField(visit, typed, { isForPasskey });
  const { texts } = visit;
  return html`<label for="email"
      >${asksForAddress(client) ? texts.emailOrUsername : texts.username}</label
    >
    <input
      id="email"
      name="email"
      autocomplete="${isForPasskey ? "username webauthn" : "username"}"
      autocapitalize="none"
      spellcheck="false"
      required
      maxlength="254"
      value="${typed}"
    />`;
}
