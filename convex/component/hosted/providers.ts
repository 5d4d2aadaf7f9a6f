/** Social providers on the hosted pages. */
import { html, webAddress, type Html } from "../api/pageFrame";
import { isSocialProvider, type SocialProviderId } from "../core/socialProviders";
import type { ApiAnswer } from "./apiCalls";
import { continueTo, type Flow } from "./flow";
import { fillText } from "./texts/texts";
import { formFor, type PageVisit } from "./visit";

/** As they write themselves. */
const names: Readonly<Record<SocialProviderId, string>> = {
  google: "Google",
  github: "GitHub",
  microsoft: "Microsoft",
  apple: "Apple",
  discord: "Discord",
  gitlab: "GitLab",
  linkedin: "LinkedIn",
  facebook: "Facebook",
  x: "X",
  slack: "Slack",
};

export const nameProvider = (provider: string): string =>
  isSocialProvider(provider) ? names[provider] : provider;

/** A button for each provider that the client offers. */
export async function providerForms(
  visit: PageVisit,
  { client }: Pick<Flow, "client">,
): Promise<readonly Html[]> {
  return await Promise.all(
    client.providers.map(
      async (id) =>
        await formFor(visit, {
          path: "/hosted/sign-in/social",
          fields: html`<input type="hidden" name="provider" value="${id}" />`,
          button: fillText(visit.texts.continueWith, { provider: nameProvider(id) }),
          isSecond: true,
        }),
    ),
  );
}

/** Continues at the provider; null after a refusal. */
export function goToProvider(
  visit: PageVisit,
  { isDone, body, cookies }: ApiAnswer,
): Response | null {
  const url = webAddress(typeof body.url === "string" ? body.url : null);
  return isDone && url !== null ? continueTo(visit, url, cookies, "continuingText") : null;
}
