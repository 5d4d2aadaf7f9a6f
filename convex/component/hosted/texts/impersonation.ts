/** The texts of the page behind the link of an impersonation. */
import type { Language } from "./languages";

const en = {
  title: "Use {app} as {name}?",
  text: "You get a session as {email}, for at most an hour. What you do in it is recorded as yours.",
  button: "Continue as {name}",
  openingTitle: "Opening {app}",
  endedTitle: "This link is no longer valid",
  endedText: "It has been used, or a minute has passed. Start the impersonation again.",
} as const;

export type ImpersonationTexts = Readonly<Record<keyof typeof en, string>>;

/* cspell:disable */
const de: ImpersonationTexts = {
  title: "{app} als {name} benutzen?",
  text: "Sie erhalten für höchstens eine Stunde eine Sitzung als {email}. Was Sie darin tun, wird unter Ihrem Namen aufgezeichnet.",
  button: "Weiter als {name}",
  openingTitle: "{app} wird geöffnet",
  endedTitle: "Dieser Link gilt nicht mehr",
  endedText: "Er wurde benutzt, oder eine Minute ist vergangen. Beginnen Sie noch einmal.",
};
/* cspell:enable */

export const impersonationTexts: Readonly<Record<Language, ImpersonationTexts>> = { en, de };
