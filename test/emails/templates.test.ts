import { beforeEach, describe, expect, test } from "vitest";
import { failureOf, scene, transports, type Scene } from "../support/transports";
import type { Runtime } from "../support/runtime";

const json = (value: unknown) => JSON.stringify(value);
const paragraph = (text: string) => ({ type: "text", text });

describe.each(transports)("%s", (_name, start) => {
  let stage: Scene<Runtime>;
  beforeEach(async () => void (stage = await scene(start, { name: "Acme" })));
  const emails = () => stage.client.emails;

  test("a template is created, found by id and slug, changed, used and deleted", async () => {
    const blocks = [
      { type: "heading", text: "Hello {{name}}", level: 2, id: "b1" },
      paragraph("From {{appName}}.\nUse {{promoCode}}."),
    ];
    const { success, template } = await emails().createTemplate({
      ...{
        name: "Onboarding",
        slug: "onboarding-day-3",
        subject: "{{name}}, day 3",
        preheader: "Day 3",
        description: "After three days",
      },
      ...{
        blocksJson: json(blocks),
        variablesJson: json([{ name: "promoCode", defaultValue: "WELCOME10" }]),
      },
    });
    expect(success).toBe(true);
    expect(template).toEqual({
      ...{
        id: expect.stringMatching(/^etpl_/) as string,
        name: "Onboarding",
        slug: "onboarding-day-3",
        subject: "{{name}}, day 3",
        preheader: "Day 3",
      },
      ...{
        description: "After three days",
        builtIn: false,
        category: "custom",
        createdAt: expect.any(Number) as number,
        updatedAt: template.createdAt,
      },
      blocksJson: expect.any(String) as string,
      variablesJson: json([
        { name: "promoCode", defaultValue: "WELCOME10" },
        { name: "name", required: true },
      ]), // used, so it is a variable
    });
    expect(JSON.parse(template.blocksJson)).toEqual(blocks);
    for (const idOrSlug of [template.id, template.slug])
      expect(await emails().getTemplate(idOrSlug)).toEqual({ template });
    const preview = await emails().preview({ template: template.slug, data: { name: "Ada" } });
    expect(preview.subject).toBe("Ada, day 3");
    expect(preview.text).toContain("Hello Ada\n\nFrom Acme.\nUse WELCOME10.");
    expect(preview.html).toContain("<h2");
    expect(preview.html).toContain("From Acme.<br>Use WELCOME10.");

    const changed = await emails().updateTemplate({
      id: template.id,
      slug: "day-3",
      subject: "Day 3",
      description: null,
      preheader: "",
    });
    expect(changed.template).toMatchObject({
      id: template.id,
      slug: "day-3",
      subject: "Day 3",
      description: null,
      preheader: null,
      name: "Onboarding",
      blocksJson: template.blocksJson,
    });
    expect(
      await failureOf(emails().send({ to: "a@example.com", template: "onboarding-day-3" })),
    ).toMatchObject({ status: 404 });
    expect(
      await failureOf(emails().send({ to: "a@example.com", template: "day-3" })),
    ).toMatchObject({ status: 422, errors: [{ field: "data.name" }] });
    expect(
      (await emails().send({ to: "a@example.com", template: "day-3", data: { name: "Ada" } }))
        .success,
    ).toBe(true);

    expect((await emails().deleteTemplate(template.id)).success).toBe(true);
    expect(await emails().getTemplate(template.id)).toEqual({ template: null });
    const { data } = await stage.client.events.listEvents({ eventTypes: ["email.template.*"] });
    expect(data.map(({ type }) => type)).toEqual([
      "email.template.created",
      "email.template.updated",
      "email.template.deleted",
    ]);
  });

  test("the built-in templates are listed with the project's own", async () => {
    const slugs = async () => (await emails().listTemplates()).templates.map(({ slug }) => slug);
    const builtIn = [
      "verification",
      "password-reset",
      "magic-link",
      "email-otp",
      "invitation",
      "welcome",
      "webhook-disabled",
      "email-changed",
      "sso-linked",
      "operator-invitation",
    ];
    expect(await slugs()).toEqual(builtIn);
    await emails().createTemplate({
      name: "Own",
      slug: "own",
      subject: "Own",
      blocksJson: json([paragraph("Own")]),
    });
    expect(await slugs()).toEqual(["own", ...builtIn]);
    const { template } = await emails().getTemplate("welcome");
    expect(template).toMatchObject({ id: "welcome", builtIn: true, createdAt: null });
    expect(JSON.parse(template!.variablesJson)).toContainEqual({
      name: "url",
      description: "Where to get started",
    });
    for (const call of [
      () => emails().deleteTemplate("welcome"),
      () => emails().updateTemplate({ id: "welcome", name: "Mine" }),
    ])
      expect(await failureOf(call())).toMatchObject({ status: 404 });
  });

  test("one with the slug of a built-in replaces it, until it is deleted", async () => {
    const blocksJson = json([
      paragraph("Our own words, {{greeting}}"),
      { type: "button", text: "Reset", href: "{{url}}" },
    ]);
    const { template } = await emails().createTemplate({
      ...{ name: "Our reset", slug: "password-reset", subject: "Ours", blocksJson },
      variablesJson: json([
        { name: "greeting", defaultValue: "dear" },
        { name: "expiresIn", defaultValue: "60 minutes" },
      ]),
    });
    expect(template).toMatchObject({ builtIn: false });
    const data = { url: "https://app.example/reset?token=1" };
    expect((await emails().preview({ template: "password-reset", data })).text).toContain(
      "Our own words, dear\n\nReset:\nhttps://app.example/reset?token=1",
    );
    expect(
      (await emails().listTemplates()).templates.filter(({ slug }) => slug === "password-reset"),
    ).toHaveLength(1);
    await emails().deleteTemplate(template.id);
    expect((await emails().preview({ template: "password-reset", data })).text).toContain(
      "Choose a new password",
    );
  });

  const reset = { type: "button", text: "Reset", href: "{{url}}" };
  test.each([
    [
      "does not use what the mail is for",
      "password-reset",
      [[paragraph("Reset it somehow")], []],
      ["blocksJson", "missing_variable"],
    ],
    [
      "has the address only as text",
      "password-reset",
      [[paragraph("Go to {{url}}")], []],
      ["blocksJson", "missing_variable"],
    ],
    [
      "wants what the mail does not bring",
      "password-reset",
      [[reset, paragraph("{{phone}}")], [{ name: "phone", required: true }]],
      ["blocksJson", "unknown_variable"],
    ],
    [
      "declares the project's name",
      "any",
      [[paragraph("x")], [{ name: "appName" }]],
      ["variablesJson", "invalid"],
    ],
    [
      "declares a variable twice",
      "any",
      [[paragraph("x")], [{ name: "a" }, { name: "a" }]],
      ["variablesJson", "invalid"],
    ],
    [
      "has a block of no kind",
      "any",
      [[{ type: "script", text: "x" }], []],
      ["blocksJson[0].type", "invalid_union"],
    ],
    [
      "has a script as an address",
      "any",
      [[paragraph("x"), { type: "button", text: "x", href: "javascript:alert(1)" }], []],
      ["blocksJson[1].href", "custom"],
    ],
    [
      "hides a script behind a space",
      "any",
      [[{ type: "image", src: " javascript:alert(1)", alt: "" }], []],
      ["blocksJson[0].src", "custom"],
    ],
    [
      "has a setting that does nothing",
      "any",
      [[{ ...paragraph("x"), style: { color: "red" } }], []],
      ["blocksJson[0].style", "unknown_field"],
    ],
    ["has no blocks", "any", [[], []], ["blocksJson", "too_small"]],
    [
      "has a name that is none",
      "any",
      [[paragraph("x")], [{ name: "__proto__" }]],
      ["variablesJson[0].name", "invalid_format"],
    ],
  ])(
    "refused with 422 and the field: one that %s",
    async (_what, slug, [blocks, variables], [field, code]) => {
      const error = await failureOf(
        emails().createTemplate({
          name: "Bad",
          slug,
          subject: "Bad",
          blocksJson: json(blocks),
          variablesJson: json(variables),
        }),
      );
      expect(error).toMatchObject({ status: 422, errors: [{ field, code }] });
    },
  );

  test("text that is no JSON, a slug that is none, a subject of two lines: refused", async () => {
    const good = { name: "x", slug: "x", subject: "x", blocksJson: json([paragraph("x")]) };
    for (const [field, value] of [
      ["blocksJson", "{"],
      ["blocksJson", json({})],
      ["variablesJson", "nope"],
      ["slug", "../x"],
      ["slug", "X"],
      ["subject", "a\r\nBcc: b"],
      ["category", "spam"],
    ] as const) {
      expect(await failureOf(emails().createTemplate({ ...good, [field]: value }))).toMatchObject({
        status: 422,
        errors: [{ field }],
      });
    }
    await emails().createTemplate(good);
    expect(await failureOf(emails().createTemplate(good))).toMatchObject({
      status: 409,
      errors: [{ field: "slug" }],
    });
    const { template } = await emails().createTemplate({ ...good, slug: "y" });
    expect(await failureOf(emails().updateTemplate({ id: template.id, slug: "x" }))).toMatchObject({
      status: 409,
    });
  });

  test("a value in an address is a part of it, and an address that would not be one leaves its block out", async () => {
    const blocksJson = json([
      { type: "button", text: "Search", href: "https://app.example/?q={{query}}&x=1" },
      { type: "button", text: "Open", href: "{{openUrl}}/details" },
      { type: "image", src: "https://app.example/{{picture}}.png", alt: "A {{query}}", width: 200 },
    ]);
    await emails().createTemplate({
      name: "Search",
      slug: "search",
      subject: "x",
      blocksJson,
      variablesJson: json(["query", "openUrl", "picture"].map((name) => ({ name }))),
    });
    const shown = async (data: Record<string, string>) =>
      (await emails().preview({ template: "search", data })).html;
    const html = await shown({
      query: `a&b="c" d/../e`,
      openUrl: "https://app.example/1",
      picture: "../../logo",
    });
    expect(html).toContain(`href="https://app.example/?q=a%26b%3D%22c%22%20d%2F..%2Fe&amp;x=1"`);
    expect(html).toContain(`href="https://app.example/1/details"`);
    expect(html).toContain(
      `src="https://app.example/..%2F..%2Flogo.png" alt="A a&amp;b=&quot;c&quot; d/../e" width="200"`,
    );
    expect(await shown({ openUrl: "" })).not.toContain("Open");
  });

  test("the project's branding is in its mails", async () => {
    await stage.client.configuration.saveBrandingConfig({
      primaryColor: "#ffcc0080",
      bgColor: "#112233",
      borderRadius: 20,
      logoUrl: "https://acme.example/logo.png",
    });
    const { html } = await emails().preview({ template: "magic-link" });
    for (const part of [
      "background:#ffcc00",
      "background:#112233",
      "border-radius:20px",
      `src="https://acme.example/logo.png"`,
      "color:#18181b;background:#ffcc00",
    ])
      expect(html).toContain(part);
  });
});
