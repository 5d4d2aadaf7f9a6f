/** Text that somebody else than the recipient chose is no message and no link in our mail. */
import { beforeAll, describe, expect, test } from "vitest";
import { builtInSlugs, builtInTemplates } from "../../convex/component/emails/builtIns";
import { shortName } from "../../convex/component/emails/chosenText";
import type { WireClient } from "../support/wireClient";
import { inboxOf, type Inbox } from "../support/mailbox";
import { newOrganization } from "../support/organizations";
import { beginOwnSession } from "../support/ownSessions";
import { httpRuntime } from "../support/runtime";
import { begin } from "../support/signIn";
import { scene } from "../support/transports";

const harmless = [
  "Ada Lovelace",
  "Dr. Ada O'Neil",
  "Müller & Söhne GmbH",
  "Acme Inc.",
  "Research/Development",
  "Łukasz Żółć, Ph. D.",
  "株式会社 山田",
  "Gal·la Paral·lel",
  "Team 7: Night shift",
  "Who? Us!",
];

/** None of these may be left of a hostile text. */
const addressLike =
  /https?|hxxp|ftp|www|:\/\/|\/\/|@\w|[\p{L}\p{N}][.\u3002\uff0e\uff61\u2024\ufe52\u00b7\u2027\u2022][\p{L}\p{N}]|javascript:/iu;

const hostile: Readonly<Record<string, string>> = {
  "a link": "Win at https://evil.example/prize now",
  "a link without scheme": "evil.example",
  "a host with www": "www.evil.example/path",
  "a bare www": "www evil",
  "upper case": "HTTPS://EVIL.EXAMPLE",
  "a disguised scheme": "hxxps://evil.example",
  "a scheme alone": "javascript:alert(1)",
  "an address without scheme": "//evil.example",
  "a mail address": "pay@evil.example",
  "an IP address": "http://203.0.113.7/x",
  "a bare IP address": "203.0.113.7",
  "several lines": "Acme\r\n\r\nYour account is locked.\nCall us",
  "other line ends": "Acme\u2028Locked\u2029Call\u0085us\u000bnow",
  "a full-width dot": "evil．example",
  "an ideographic dot": "evil。example",
  "a half-width dot": "evil｡example",
  "a one-dot leader": "evil․example",
  "a small dot": "evil﹒example",
  "a middle dot": "evil·example",
  "a bullet": "evil•example",
  "full-width letters": "ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ",
  "a zero-width space in the scheme": "ht\u200btps://ev\u200bil.exa\u200bmple",
  "a zero-width space at the dot": "evil\u200b.\u200bexample",
  "a zero-width joiner at the dot": "evil.\u200dexample",
  "a soft hyphen": "evil.\u00adexample",
  "a word joiner": "evil\u2060.\u2060example",
  "a variation selector": "evil.\ufe0fexample",
  "a Hangul filler": "evil.\u3164example",
  "text that is turned around": "\u202eelpmaxe.live\u202c evil.example",
  "a bracketed dot": "evil[.]example or evil(dot)example",
  "a percent-encoded dot": "evil%2eexample",
  "an entity": "evil&#46;example",
  "a tag": '<a href="https://evil.example">Acme</a>',
  "a backslash address": "https:\\\\evil.example",
  "too many characters": `Acme ${"very ".repeat(60)}long`,
  "too many astral characters": "😀".repeat(120),
};

test.each(harmless)("a name stays as it is: %s", (name) => {
  expect(shortName(name)).toBe(name);
});

function expectPlain(text: string): void {
  expect(text).not.toMatch(addressLike);
  expect(text).not.toMatch(/[\p{Cc}\p{Cf}\u2028\u2029]/u);
  expect(text.length).toBeLessThanOrEqual(80);
}

test.each(Object.entries(hostile))("nothing is left of %s", (_what, text) => {
  expectPlain(shortName(text));
  expect(shortName(shortName(text)), "doing it twice changes nothing").toBe(shortName(text));
  expect(shortName("\u200b".repeat(70) + text).length).toBeLessThanOrEqual(80);
});

/** Variables that hold names: of the templates, whose typed table must have them too. */
const names = ["name", "organization", "inviter"];
const cases = builtInSlugs.flatMap((slug) =>
  builtInTemplates[slug].variables.flatMap(({ name }) =>
    names.includes(name) ? [[slug, name] as const] : [],
  ),
);

describe("in the mail", () => {
  let client: WireClient;
  beforeAll(async () => {
    ({ client } = await scene(httpRuntime, { name: "Planner" }));
  });
  const evil = "Free gift: https://evil.example\nor evil。example " + "x".repeat(300);

  const expectClean = (mail: { subject: string; html: string; text: string }, marker: string) => {
    for (const part of [mail.subject, mail.html, mail.text]) {
      expect(part).not.toMatch(/evil[^\w\s]+example/);
      expect(part).not.toContain("x".repeat(81));
    }
    expect(mail.text).toContain(marker);
  };

  test.each(cases)("%s, {{%s}} is shown as a plain name", async (template, variable) => {
    const data = { ...sampleOf(template), [variable]: evil };
    expectClean(await client.emails.preview({ template, data }), "Free gift");
  });

  test.each(cases)(
    "%s, {{%s}} is so in the project's own template of that mail, too",
    async (template, variable) => {
      const { blocks } = builtInTemplates[template];
      const { template: own } = await client.emails.createTemplate({
        name: "Own",
        slug: template,
        subject: `About {{${variable}}}`,
        preheader: `{{${variable}}}`,
        blocksJson: JSON.stringify([
          ...blocks,
          { type: "heading", text: `See {{${variable}}}` },
          { type: "code", text: `{{${variable}}}` },
        ]),
      });
      const data = { ...sampleOf(template), [variable]: evil };
      expectClean(await client.emails.preview({ template, data }), "Free gift");
      await client.emails.deleteTemplate(own.id);
    },
  );

  const sampleOf = (template: (typeof builtInSlugs)[number]) =>
    Object.fromEntries(
      builtInTemplates[template].variables.flatMap(({ name, required, sample, defaultValue }) =>
        required ? [[name, sample ?? defaultValue ?? "x"]] : [],
      ),
    );
});

describe("what is sent", () => {
  let inbox: Inbox;
  test("names of organizations and inviters in an invitation", async () => {
    const { client, runtime, project } = await scene(httpRuntime, { name: "Planner" });
    inbox = await inboxOf(runtime);
    const { id: organizationId } = await newOrganization(client, {
      name: "Bonus at www.evil.example/win",
    });
    const { user } = await client.users.createUser({
      email: "inviter@example.com",
      name: "evil.example",
    });
    await client.organizations.addMember({ organizationId, userId: user.id, role: "owner" });
    const { token } = await beginOwnSession(
      async (work) => await runtime.engine.run(async (ctx) => await work(ctx)),
      client,
      user.id,
    );
    const email = `text-${Date.now()}@example.com`;
    const response = await runtime.fetch(`/p/${project.id}/api/auth/organization/invite-member`, {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify({ organizationId, email, role: "member" }),
    });
    expect(response.status).toBe(200);
    const { subject, text, html } = await inbox.next(email);
    expect(subject).toBe("Join Bonus at evil example/win on Planner");
    expect(text).toContain("evil example sent you this invitation.");
    expect(subject + text + html).not.toMatch(/evil\.example/);
  });

  test("the name that somebody signed up with", async () => {
    const {
      client,
      inbox: mail,
      ada,
    } = await begin(httpRuntime, {
      emailPassword: { requireEmailVerification: true },
    });
    await client.signUp.email({ ...ada, name: "Locked, see https://evil.example/help" });
    const { text, html } = await mail.next(ada.email);
    expect(text).toContain("Hello Locked, see evil example/help,");
    expect(text + html).not.toContain("evil.example");
  });
});
