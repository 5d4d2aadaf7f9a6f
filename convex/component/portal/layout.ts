/** The frame of the pages of a session. */
import { html, webAddress, type Html } from "../api/pageFrame";
import type { Problem } from "../core/errors";
import { fillText } from "../hosted/texts/fill";
import { formFor } from "./forms";
import { showRefusal, toStatus } from "./refusals";
import { showPage, type SessionVisit } from "./visit";

interface Shown {
  readonly title: string;
  readonly body: Html;
  /** Why the page could not be read, or only in part. */
  readonly problem?: Problem | null;
}

export async function showPortalPage(
  visit: SessionVisit,
  { title, body, problem = null }: Shown,
): Promise<Response> {
  const { texts, session, refused } = visit;
  const back = webAddress(session.returnUrl);
  return showPage(visit, {
    title,
    status: toStatus(refused?.problem ?? problem),
    body: html`<p class="quiet">${fillText(texts.organization, { name: session.organization })}</p>
      ${showRefusal(visit, problem)} ${body}
      <hr />
      ${await formFor(visit, {
        ...{ path: "/portal/end", button: back === null ? texts.end : texts.done },
        isSecond: true,
      })}`,
  });
}
