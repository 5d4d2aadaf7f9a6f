/** The texts of the pages behind mailed links. A mailed link without a row does not compile. */
import type { MailedLink } from "../endpoints";

export interface LinkTexts {
  readonly title: string;
  readonly text: string;
  readonly button: string;
  /** Shown after success, when the link does not redirect to a page of the app. */
  readonly done: { readonly title: string; readonly text: string };
}

export const linkTexts: Readonly<Record<MailedLink, LinkTexts>> = {
  "/magic-link/verify": {
    title: "Sign in",
    text: "Press the button to sign in with this browser.",
    button: "Sign in",
    done: { title: "You are signed in", text: "You can close this page and return to the app." },
  },
  "/verify-email": {
    title: "Confirm your email address",
    text: "Press the button to confirm that this email address is yours. If you did not sign up, close this page.",
    button: "Confirm email address",
    done: {
      title: "Email address confirmed",
      text: "You can close this page and return to the app.",
    },
  },
  "/undo-email-change": {
    title: "Undo the change of your email address",
    text: "Press the button to restore this email address. Every device is signed out, and the password is removed.",
    button: "Restore my email address",
    done: {
      title: "Email address restored",
      text: "Choose a new password: in the app, ask for a password reset with this email address.",
    },
  },
};

export const failedTexts = {
  title: "This link did not work",
  text: "It may have expired or been used already. Ask for a new one and try again.",
} as const;

export const continueTexts = {
  title: "Continue",
  text: "If the app does not open by itself, press the button.",
  button: "Continue",
} as const;
