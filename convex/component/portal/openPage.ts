/**
 * Where a link leads. Programs that preview links open it too, so opening it changes nothing and
 * sends no token, which is in the fragment; the button does. Without a script the visitor pastes
 * the link.
 */
import { isOwnForm } from "../api/ownForm";
import { answerFile, toPageScript } from "../api/pageFiles";
import { html, type Html } from "../api/pageFrame";
import { readBody } from "../api/request";
import type { Appearance } from "../emails/rendering";
import { fillText } from "../hosted/texts/fill";
import { enterPortal } from "./enter";
import { PORTAL_LINK_PATH, PORTAL_SCRIPT_PATH } from "./paths";
import { seeOther, showPage, type PortalVisit } from "./visit";

const FIELD = "link";

/** Takes the token from the fragment, and hides the field for it. */
const SCRIPT = `"use strict";
(() => {
  const paste = document.getElementById("paste");
  const fill = () => {
    if (location.hash.length < 2) return;
    paste.querySelector("input").value = location.hash;
    paste.hidden = true;
  };
  addEventListener("hashchange", fill);
  fill();
})();
`;

export async function showLinkPage(visit: PortalVisit): Promise<Response> {
  const { texts } = visit;
  const { appName } = JSON.parse(visit.opened.appearance) as Appearance; // written by sessions.ts
  return showPage(visit, {
    title: texts.openTitle,
    script: await toPageScript(visit.place.base + PORTAL_SCRIPT_PATH, SCRIPT),
    body: html`<p>${fillText(texts.openText, { app: appName })}</p>
      ${linkForm(visit)}`,
  });
}

export const answerLinkScript = async ({ place, requestId }: PortalVisit): Promise<Response> =>
  answerFile(place.url, { type: "text/javascript", text: SCRIPT }, requestId);

const linkForm = ({ texts, place }: PortalVisit): Html =>
  html`<form method="post" action="${place.base + PORTAL_LINK_PATH}">
    <div id="paste">
      <label for="link">${texts.openPaste}</label>
      <input id="link" name="${FIELD}" autocomplete="off" required maxlength="2000" />
    </div>
    <button>${texts.openButton}</button>
  </form>`;

/** For a visitor without a session. */
export async function showEnded(visit: PortalVisit): Promise<Response> {
  const { texts, request } = visit;
  return showPage(visit, {
    title: texts.endedTitle,
    status: request.method === "POST" ? 401 : 200,
    body: html`<p>${texts.endedText}</p>
      ${linkForm(visit)}`,
  });
}

/** Exchanges the link's token for a session, once. */
export async function spendLink(visit: PortalVisit): Promise<Response> {
  const { request, place, texts, opened } = visit;
  if (!isOwnForm(request.headers, place.url.origin)) return showStale(visit);
  const typed = new URLSearchParams(await readBody(request)).get(FIELD) ?? "";
  const cookie = await enterPortal(visit, typed);
  if (cookie !== null) return seeOther(visit, "/portal", [cookie]);
  // The link of the session that goes on, opened again.
  if (opened.session) return seeOther(visit, "/portal");
  return showPage(visit, {
    title: texts.goneTitle,
    status: 410,
    body: html`<p>${texts.goneText}</p>
      ${linkForm(visit)}`,
  });
}

/** For a form that was shown for another session, or not by the runtime. Nothing has happened. */
export const showStale = ({ texts, ...visit }: PortalVisit): Response =>
  showPage(
    { texts, ...visit },
    {
      title: texts.staleTitle,
      status: 403,
      body: html`<p>${texts.staleText}</p>
        <p><a class="button" href="${visit.place.base}/portal">${texts.back}</a></p>`,
    },
  );
