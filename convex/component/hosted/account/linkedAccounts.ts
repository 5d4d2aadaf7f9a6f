/** The accounts of providers that the user can sign in with, and those that can be linked. */
import { html, type Html } from "../../api/pageFrame";
import { nameProvider } from "../providers";
import { fillText } from "../texts/texts";
import { formFor, type SignedInVisit } from "../visit";
import { accountTexts } from "./texts";

/** As the endpoint lists them. */
type Item = Readonly<Record<string, unknown>>;

export async function linkedPart(visit: SignedInVisit, items: readonly Item[]): Promise<Html> {
  const texts = accountTexts[visit.language];
  const linked = items.filter(({ providerId }) => providerId !== "credential");
  const unlinked = (visit.opened.client?.providers ?? []).filter((provider) =>
    linked.every(({ providerId }) => providerId !== provider),
  );
  const rows = linked.map(
    async ({ providerId, accountId }) =>
      await formFor(visit, {
        path: "/account/linked/remove",
        fields: html`<input type="hidden" name="provider" value="${String(providerId)}" />
          <input type="hidden" name="account" value="${String(accountId)}" />`,
        button: fillText(texts.unlink, { name: nameProvider(String(providerId)) }),
        isSecond: true,
      }),
  );
  const offers = unlinked.map(
    async (provider) =>
      await formFor(visit, {
        path: "/account/linked/add",
        fields: html`<input type="hidden" name="provider" value="${provider}" />`,
        button: fillText(texts.link, { name: nameProvider(provider) }),
        isSecond: true,
      }),
  );
  return html`<h2>${texts.accountsTitle}</h2>
    ${rows.length === 0 && html`<p>${texts.noAccounts}</p>`} ${await Promise.all(rows)}
    ${await Promise.all(offers)}`;
}
