/**
 * Records refused sign-ins and answers them. The person sees a page with a code, by which the
 * administrator finds the audit entry (`auditLogs.listEvents` with `targetId`).
 */
import type { Doc } from "../../_generated/dataModel";
import { loadSettings } from "../../configuration/settings";
import { toAppearance } from "../../emails/rendering";
import type { Language } from "../../hosted/texts/languages";
import { html, pageHeaders, pageText } from "../../api/pageFrame";
import type { AttemptResponse } from "../../signIn/attemptRequest";
import { countUpTo } from "../../signIn/limits/counts";
import type { TenantReader, TenantWriter } from "../../tenancy/database";
import type { Recorder } from "../../tenancy/records";
import type { SsoRefusal } from "./refusal";
import { flowRules, type FlowRule } from "./rules";
import { deleteStart } from "./starts";
import { languageFrom, testRefusedPage } from "./testPages";

/**
 * Recorded per minute and connection, because anyone can send a response that is refused. The others
 * are only answered.
 */
const RECORDED_PER_MINUTE = 60;

interface Refused {
  readonly project: Pick<Doc<"projects">, "name" | "logoUrl">;
  readonly recorder: Recorder;
  readonly refusal: SsoRefusal;
  /** Of the request. */
  readonly headers: Headers;
  readonly now: number;
}

/** Ends the start, records the refusal, and returns the answer to the browser. */
export async function recordSsoRefusal(
  db: TenantWriter,
  { project, recorder, refusal, headers, now }: Refused,
): Promise<AttemptResponse> {
  const { connectionId, errorUri, rule, startHash } = refusal;
  // A stranger with the URL of the callback must not end the sign-in of its browser.
  if (startHash !== null && rule !== "browser_changed") await deleteStart(db, startHash);
  const code = newCode();
  const counted = { subject: `ssoRefusals:${connectionId ?? "none"}`, now };
  if (await countUpTo(db, counted, RECORDED_PER_MINUTE)) await record(db, recorder, refusal, code);
  return errorUri === null
    ? renderPage(
        toAppearance(project, (await loadSettings(db)).branding),
        refusal,
        code,
        languageFrom(headers),
      )
    : redirectWithError(errorUri, { rule, code });
}

async function record(
  db: TenantReader,
  recorder: Recorder,
  { connectionId, detail, rule, userId }: SsoRefusal,
  code: string,
): Promise<void> {
  const connection = connectionId === null ? null : await db.get("ssoConnections", connectionId);
  const data = {
    connectionId: connection?.id ?? null,
    organizationId: connection?.organizationId ?? null,
    protocol: connection?.type ?? null,
    rule,
    code,
  };
  const targets = [
    { type: "sso_sign_in", id: code, name: rule },
    ...(connection ? [{ type: "sso_connection", id: connection.id, name: connection.name }] : []),
    ...(userId === null ? [] : [{ type: "user", id: userId }]),
  ];
  const about = { type: "sso.sign_in_failed", targets } as const;
  const { organizationId } = data;
  await recorder.event({ ...about, data, organizationId });
  const reason = findReason(rule);
  await recorder.audit({
    ...about,
    organizationId,
    outcome: "failed",
    metadata: { ...data, reason, detail },
  });
}

function redirectWithError(
  address: string,
  { rule, code }: { readonly rule: string; readonly code: string },
): AttemptResponse {
  const url = new URL(address);
  url.searchParams.set("error", rule);
  url.searchParams.set("error_code", code);
  return { status: 302, headers: [["location", url.href]], body: "" };
}

const findReason = (rule: string): string | null =>
  Object.hasOwn(flowRules, rule) ? flowRules[rule as FlowRule] : null; // checked by hasOwn

const renderPage = (
  appearance: Parameters<typeof pageText>[0],
  { detail, isTest, rule }: SsoRefusal,
  code: string,
  language: Language,
): AttemptResponse => ({
  status: 403,
  headers: Object.entries(pageHeaders({})),
  body: pageText(appearance, {
    status: 403,
    ...(isTest ? testRefusedPage({ rule, detail }, code, language) : signInRefused(code)),
  }),
});

const signInRefused = (code: string) => ({
  title: "Sign-in did not work",
  body: html`<p>
      Your organization's sign-in was refused. Go back to the app and try again. If it happens
      again, give this code to your administrator, who finds the reason in the audit log:
    </p>
    <p><strong>${code}</strong></p>`,
});

const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/** Readable on the telephone; it names an audit entry and opens nothing. */
function newCode(): string {
  const characters = [...crypto.getRandomValues(new Uint8Array(12))].map(
    (byte) => ALPHABET[byte % ALPHABET.length]!, // 32 characters
  );
  return `SSO-${[0, 4, 8].map((at) => characters.slice(at, at + 4).join("")).join("-")}`;
}
