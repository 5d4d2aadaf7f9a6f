/** The sessions of the user: of browsers, and of each app. */
import { html, type Html } from "../../api/pageFrame";
import { callApi, readApi } from "../apiCalls";
import type { Refusal } from "../refusals";
import { fillText } from "../texts/texts";
import { formFor, type SignedInFormVisit, type SignedInVisit } from "../visit";
import { describeDevice } from "./devices";
import { conclude, leave, showOwnPage } from "./layout";
import { accountTexts } from "./texts";

const PAGE = "/account/sessions";

/** As the endpoint lists them. */
interface Session {
  readonly id: string;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly ipAddress: string | null;
  readonly userAgent: string | null;
}

export const showSessions = async (visit: SignedInVisit) => await renderSessions(visit, null);

async function renderSessions(visit: SignedInVisit, refusal: Refusal | null): Promise<Response> {
  const answer = await readApi(visit, "/list-sessions");
  const away = answer.isDone ? null : leave(visit, { page: PAGE, ...answer });
  if (away) return away;
  const texts = accountTexts[visit.language];
  const sessions = (answer.items as unknown as Session[]).toSorted((one, other) =>
    other.updatedAt.localeCompare(one.updatedAt),
  );
  const rows = await Promise.all(sessions.map(async (each) => await sessionRow(visit, each)));
  const end = { path: "/account/sessions/end-others", fields: html`` } as const;
  return showOwnPage(visit, {
    title: texts.sessions,
    refusal,
    body: html`<p>${texts.appsText}</p>
      <ul class="rows">
        ${rows}
      </ul>
      ${await formFor(visit, { ...end, button: texts.endOtherSessions })}`,
  });
}

const toMinute = (date: string) => date.slice(0, 16).replace("T", " ") + " UTC";

async function sessionRow(visit: SignedInVisit, session: Session): Promise<Html> {
  const texts = accountTexts[visit.language];
  const { id, createdAt, updatedAt, ipAddress, userAgent } = session;
  const device = describeDevice(userAgent ?? "");
  const name = device ? fillText(texts.device, { ...device }) : texts.unknownDevice;
  const date = toMinute(createdAt);
  const about = fillText(texts.since, {
    date,
    seen: toMinute(updatedAt),
    address: ipAddress ?? texts.unknownAddress,
  });
  if (id === visit.opened.session.id)
    return html`<li><strong>${name}</strong> (${texts.here})<br />${about}</li>`;
  const end = await formFor(visit, {
    path: "/account/sessions/end",
    fields: html`<input type="hidden" name="session" value="${id}" />`,
    button: fillText(texts.endSession, { name, date }),
    isSecond: true,
  });
  return html`<li><strong>${name}</strong><br />${about} ${end}</li>`;
}

const onSessions = (visit: SignedInVisit) =>
  ({
    page: PAGE,
    again: async (refusal: Refusal) => await renderSessions(visit, refusal),
  }) as const;

/** Also ends the session that an app's was made from, with all of its apps. */
export async function endSession(visit: SignedInFormVisit): Promise<Response> {
  const answer = await callApi(visit, "/revoke-session", { token: visit.form.text("session") });
  return await conclude(visit, answer, onSessions(visit));
}

export async function endOtherSessions(visit: SignedInFormVisit): Promise<Response> {
  const answer = await callApi(visit, "/revoke-other-sessions", {});
  return await conclude(visit, answer, onSessions(visit));
}
