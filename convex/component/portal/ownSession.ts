/** The session itself: where its portal begins, and its end. */
import { internal } from "../_generated/api";
import { readSender } from "../api/clientAddress";
import { html, webAddress } from "../api/pageFrame";
import { writeToken } from "./cookie";
import { servedIntents } from "./intents";
import { showEnded } from "./openPage";
import { seeOther, showPage, type SessionFormVisit, type SessionVisit } from "./visit";

export async function showStart(visit: SessionVisit): Promise<Response> {
  const served = servedIntents[visit.session.intent];
  return served ? seeOther(visit, served.start) : await showEnded(visit);
}

/**
 * "Done": the session ends, and the browser goes on to `returnUrl`. The page does that, and no
 * redirect, because browsers apply `form-action` to whatever the app redirects to as well.
 */
export async function endOwnSession(visit: SessionFormVisit): Promise<Response> {
  const { ctx, request, requestId, place, tokenHash, texts, session } = visit;
  const { ip, hasTrustedIp, userAgent } = await readSender(ctx, request);
  await ctx.runMutation(internal.portal.sessions.end, {
    projectId: place.projectId,
    tokenHash,
    request: { id: requestId, ip, hasTrustedIp, userAgent },
  });
  const back = webAddress(session.returnUrl);
  return showPage(visit, {
    title: texts.finishedTitle,
    goesTo: back,
    cookies: [writeToken(null, { ...place, isSecure: place.url.protocol === "https:" })],
    body:
      back === null
        ? html`<p>${texts.finishedText}</p>`
        : html`<p><a class="button" href="${back}">${texts.goOn}</a></p>`,
  });
}
