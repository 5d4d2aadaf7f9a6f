/**
 * The page that a mailed link opens, and the pages that follow its button. They work without
 * scripts.
 */
import { isAppScheme } from "../../core/webAddresses";
import type { Appearance } from "../../emails/rendering";
import { html, pageHeaders, pageText, type Html } from "../../api/pageFrame";
import type { AttemptResponse } from "../attemptRequest";
import type { MailedLink } from "../endpoints";
import { continueTexts, failedTexts, linkTexts } from "./texts";

/** The same for every token: the form sends the page's own address, which is the link's. */
export function linkPage(appearance: Appearance, name: MailedLink): AttemptResponse {
  const { title, text, button } = linkTexts[name];
  const body = html`<p>${text}</p>
    <form method="post"><button>${button}</button></form>`;
  return pageOf(appearance, { title, body });
}

/**
 * What an endpoint answered, for the person who pressed the button. A redirect becomes a page that
 * goes on by itself: browsers hold the whole chain of redirects after a form against `form-action`,
 * and apps on devices have addresses that it cannot name.
 */
export function resultPage(
  appearance: Appearance,
  name: MailedLink,
  { answer, url }: { readonly answer: AttemptResponse; readonly url: string },
): AttemptResponse {
  const kept = answer.headers.filter(([header = ""]) => KEPT.includes(header.toLowerCase()));
  const next = nextAddress(answer, url);
  if (next !== null) {
    const { title, text, button } = continueTexts;
    const body = html`<p>${text}</p>
      <p><a class="button" href="${next}">${button}</a></p>`;
    return pageOf(appearance, { title, body, headers: [...kept, ["refresh", `0; url=${next}`]] });
  }
  const works = answer.status < 400;
  const { title, text } = works ? linkTexts[name].done : failedTexts;
  const status = works ? 200 : answer.status;
  return pageOf(appearance, { title, body: html`<p>${text}</p>`, headers: kept, status });
}

/** Of the endpoint's answer. A session's token in its body or `set-auth-token` is for scripts. */
const KEPT = ["set-cookie", "retry-after"];

/** Null where the answer leads nowhere. Redirects were checked (origins/redirects.ts); this is not. */
function nextAddress({ status, headers }: AttemptResponse, url: string): string | null {
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

const pageOf = (
  appearance: Appearance,
  { title, body, status = 200, headers = [] }: Shown,
): AttemptResponse => ({
  status,
  headers: [...Object.entries(pageHeaders({})), ...headers],
  body: pageText(appearance, { title, body }),
});
