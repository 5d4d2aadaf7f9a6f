/** The frame of the pages of a session. */
import { html, webAddress, type Html } from "../api/pageFrame";
import type { Problem } from "../core/errors";
import { fillText } from "../hosted/texts/fill";
import { showRefusal, statusOf } from "./refusals";
import { formFor, showPage, type SessionVisit } from "./visit";

interface Shown {
  readonly title: string;
  readonly body: Html;
  readonly refusal?: Problem | null;
}

export async function showPortalPage(
  visit: SessionVisit,
  { title, body, refusal = null }: Shown,
): Promise<Response> {
  const { texts, session } = visit;
  const back = webAddress(session.returnUrl);
  return showPage(visit, {
    title,
    status: statusOf(refusal),
    body: html`<p class="quiet">${fillText(texts.organization, { name: session.organization })}</p>
      ${showRefusal(visit, refusal)} ${body}
      <hr />
      ${back !== null && html`<p><a class="button" href="${back}">${texts.done}</a></p>`}
      ${await formFor(visit, { path: "/portal/end", button: texts.end, isSecond: true })}`,
  });
}
