/** The page that shows a token. It answers the form alone, so the token is in no address. */
import { html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import { showPortalPage } from "../layout";
import type { SessionVisit } from "../visit";
import { directoryPath } from "./address";
import { providerRows, type Provider } from "./providers";
import { directoryTexts } from "./texts";
import { showTime } from "./time";

interface Made {
  readonly id: string;
  readonly provider: Provider;
  readonly scimConfig: { readonly baseUrl: string; readonly bearerToken: string };
  /** When the former token ends. */
  readonly endsAt: string | null;
}

export async function showToken(
  visit: SessionVisit,
  { id, provider, scimConfig, endsAt }: Made,
): Promise<Response> {
  const texts = directoryTexts[visit.language];
  const { steps, suffix } = providerRows[provider];
  return await showPortalPage(visit, {
    title: texts.tokenTitle,
    body: html`<p><strong>${texts.tokenOnce}</strong></p>
      <p>${texts.endpoint}<br /><code>${scimConfig.baseUrl}${suffix}</code></p>
      <p>${texts.token}<br /><code>${scimConfig.bearerToken}</code></p>
      ${endsAt !== null && html`<p>${fillText(texts.formerUntil, { time: showTime(endsAt) })}</p>`}
      <p>${texts[steps]}</p>
      <p>
        <a class="button" href="${visit.place.base}${directoryPath(id)}">${texts.toDirectory}</a>
      </p>`,
  });
}
