/** The user's passkeys on the security page, and the form for another one. */
import { html, type Html } from "../../api/pageFrame";
import { fillText } from "../texts/texts";
import { formFor, type SignedInVisit } from "../visit";
import { ownPath } from "./layout";
import { accountTexts } from "./texts";

type Item = Readonly<Record<string, unknown>>;

export async function passkeyPart(
  visit: SignedInVisit,
  items: readonly Item[],
  takesPasskeys: boolean,
): Promise<Html> {
  const texts = accountTexts[visit.language];
  const rows = await Promise.all(
    items.map(async ({ id, name, createdAt }) => {
      const shown =
        typeof name === "string" && name !== ""
          ? name
          : fillText(texts.passkey, { date: String(createdAt).slice(0, 10) });
      return await formFor(visit, {
        path: "/account/passkey/remove",
        fields: html`<input type="hidden" name="passkey" value="${String(id)}" />`,
        button: fillText(texts.remove, { name: shown }),
        isSecond: true,
      });
    }),
  );
  return html`<h2>${texts.passkeysTitle}</h2>
    ${rows.length === 0 && html`<p>${texts.noPasskeys}</p>`} ${rows}
    ${takesPasskeys && (await newPasskeyForm(visit))}`;
}

/** Shown by its script, which fills it in. */
async function newPasskeyForm(visit: SignedInVisit): Promise<Html> {
  const texts = accountTexts[visit.language];
  const form = await formFor(visit, {
    path: "/account/passkey",
    fields: html`<label for="passkey-name">${texts.passkeyName}</label>
      <input id="passkey-name" name="name" autocomplete="off" maxlength="200" />
      <input type="hidden" name="response" value="" />`,
    button: texts.addPasskey,
  });
  const options = ownPath(visit, "/account/passkey/options");
  return html`<div id="passkey" data-options="${options}" hidden>
      ${form}
      <p id="passkey-known" role="alert" hidden>${texts.knownPasskey}</p>
    </div>
    <p id="passkey-needs" class="quiet">${texts.passkeyScript}</p>`;
}
