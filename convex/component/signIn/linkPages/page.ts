/** The page that a mailed link opens and the pages after its button. They work without scripts. */
import { isAppScheme } from "../../core/webAddresses";
import type { Appearance } from "../../emails/rendering";
import { html, pageHeaders, pageText, type Html } from "../../api/pageFrame";
import type { AttemptResponse } from "../attemptRequest";
import type { MailedLink } from "../endpoints";
import { continueTexts, failedTexts, linkTexts } from "./texts";

/**
 * Renders the same page for every token: the form posts to the page's own URL, which is the link.
 */
export function linkPage(appearance: Appearance, name: MailedLink): AttemptResponse {
  const { title, text, button } = linkTexts[name];
  const body = html`<p>${text}</p>
    <form method="post"><button>${button}</button></form>`;
  return renderPage(appearance, { title, body });
}

/**
 * Renders the endpoint's response for the person who pressed the button. A redirect becomes a page
 * that continues by itself: browsers check the whole redirect chain of a form against
 * `form-action`, which cannot list the URLs of native apps.
 */
export function resultPage(
  appearance: Appearance,
  name: MailedLink,
  { answer, url }: { readonly answer: AttemptResponse; readonly url: string },
): AttemptResponse {
  const kept = answer.headers.filter(([header = ""]) => KEPT.includes(header.toLowerCase()));
  const next = findRedirectUrl(answer, url);
  if (next !== null) {
    const { title, text, button } = continueTexts;
    const body = html`<p>${text}</p>
      <p><a class="button" href="${next}">${button}</a></p>`;
    return renderPage(appearance, {
      title,
      body,
      headers: [...kept, ["refresh", `0; url=${next}`]],
    });
  }
  const works = answer.status < 400;
  const { title, text } = works ? linkTexts[name].done : failedTexts;
  const status = works ? 200 : answer.status;
  return renderPage(appearance, { title, body: html`<p>${text}</p>`, headers: kept, status });
}

/**
 * Headers kept from the endpoint's response. A session token in its body or in `set-auth-token` is
 * meant for scripts only.
 */
const KEPT = ["set-cookie", "retry-after"];

/**
 * Returns the redirect URL, or null without one. origins/redirects.ts has checked redirects; this
 * only restricts the scheme.
 */
function findRedirectUrl({ status, headers }: AttemptResponse, url: string): string | null {
  const location = headers.find(([header]) => header?.toLowerCase() === "location")?.[1];
  if (status < 300 || status >= 400 || location === undefined || !URL.canParse(location, url))
    return null;
  const { href, protocol } = new URL(location, url);
  return /^https?:$/.test(protocol) || isAppScheme(protocol) ? href : null;
}

interface Shown {
  readonly title: string;
  readonly body: Html;
  readonly status?: number;
  readonly headers?: readonly string[][];
}

const renderPage = (
  appearance: Appearance,
  { title, body, status = 200, headers = [] }: Shown,
): AttemptResponse => ({
  status,
  headers: [...Object.entries(pageHeaders({})), ...headers],
  body: pageText(appearance, { title, body }),
});
