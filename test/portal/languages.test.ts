/** The portal's reasons, and the last page of a test sign-in, in the language of the browser. */
import { beforeAll, beforeEach, expect, test, vi } from "vitest";
import { withoutReason } from "../../convex/component/portal/texts/reasons";
import { samlRuleTexts } from "../../convex/component/saml/ruleTexts";
import { flowRules, toSamlCode, type SsoRule } from "../../convex/component/sso/flow/rules";
import { explainRule } from "../../convex/component/sso/flow/ruleTexts";
import { testTexts } from "../../convex/component/sso/flow/testPages";
import { beginConnection, enterPortal, rawMetadata } from "../support/portalSso";
import { SamlProvider } from "../support/samlProvider";
import { comeBack, open, postResponse, ssoStage } from "../support/ssoStage";

const stage = ssoStage();
const [provider, next] = [new SamlProvider(), new SamlProvider()];
beforeAll(async () => void (await Promise.all([provider.start(), next.start()])));
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

test("every rule that refuses a sign-in has a text in both languages", () => {
  const saml = Object.keys(samlRuleTexts) as (keyof typeof samlRuleTexts)[]; // its own keys
  const rules = [...Object.keys(flowRules), ...saml.map(toSamlCode)] as SsoRule[]; // both tables
  expect(rules.length).toBeGreaterThan(60);
  for (const rule of rules) {
    const [en, de] = (["en", "de"] as const).map((language) => explainRule(rule, language));
    expect(en, rule).toMatch(/^[A-Z].*[^.]$/s);
    expect(de, rule).toMatch(/^[A-ZÄÖÜ].*[^.]$/s);
    expect(de, rule).not.toBe(en);
  }
  for (const text of Object.values(testTexts.de)) expect(text).not.toBe("");
});

const german = { "accept-language": "de-AT,de;q=0.9,en;q=0.5" };

async function begin() {
  const tenant = await stage.newTenant();
  const { visitor, page, id } = await beginConnection(stage, tenant);
  const metadataXml = rawMetadata(provider.samlConfig.idpCertificate);
  const saved = await visitor.submit(page, "/sso/provider", { metadataXml });
  const ready = await visitor.submit(saved, "/sso/test", { id });
  const link = /<a class="button" href="([^"]*)" target="_blank" rel="noopener"/.exec(ready.text);
  const browser = stage.visit(tenant);
  const request = await open(browser, link![1]!.replaceAll("&amp;", "&"));
  return { tenant, visitor, page, browser, request };
}

test("a refused test is explained in German", async () => {
  const { tenant, request } = await begin();
  const ada = { nameId: "ada", attributes: { email: `ada@${tenant.domain}` } };
  const answered = await next.answer(request, ada);
  const refused = await postResponse(stage, answered, german);
  expect(refused.text).toContain('<html lang="de">');
  expect(refused.text).toContain("Die Testanmeldung wurde abgelehnt");
  expect(refused.text).toContain(samlRuleTexts["signature-value"].de);
  expect(refused.text).toContain("<code>saml_signature_value</code>");
});

test("a passed test is shown in German, with what would be refused", async () => {
  const { request, browser } = await begin();
  const mallory = { nameId: "m", attributes: { email: "mallory@elsewhere.example" } };
  const { location } = await postResponse(stage, await provider.answer(request, mallory));
  const tested = await comeBack(browser, location!, german);
  expect(tested.text).toContain('<html lang="de">');
  expect(tested.text).toContain("Test bestanden");
  expect(tested.text).toContain(explainRule("email_outside_domains", "de"));
});

test("a refused form is explained in German", async () => {
  const { visitor, page } = await begin();
  const refused = await visitor.submit(
    page,
    "/sso/provider",
    { metadataXml: "<a/>" },
    { headers: german },
  );
  expect(refused.text).toContain(samlRuleTexts.metadata.de);
  expect(refused.text).toMatch(/<span\s+lang="en"\s*>\w/);
  expect(refused.text).not.toContain(withoutReason.de);
});

test("a reason without a German text says what to do, and has the English one below it", async () => {
  const tenant = await stage.newTenant();
  const { visitor, shown } = await enterPortal(stage, tenant, "users");
  const input = { email: "new@acme.example", role: "of_another_app" };
  const invite = async (headers: Readonly<Record<string, string>>) =>
    await visitor.submit(shown, "/users/invite", input, { headers });
  const english = await invite({});
  const [, reason] = /Check what you entered: ([^<]+)</.exec(english.text)!;
  expect(english.text).not.toMatch(/<span\s+lang="en"/);
  const refused = await invite(german);
  expect(refused.status).toBe(422);
  expect(refused.text).toContain(`Prüfen Sie Ihre Eingabe: ${withoutReason.de}`);
  const [, below] = /<span\s+lang="en"\s*>([^<]+)<\/span/.exec(refused.text)!;
  expect(below).toBe(reason);
});
