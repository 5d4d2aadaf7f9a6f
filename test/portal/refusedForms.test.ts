/** A form that is refused comes back with what was typed, and says at the field what is wrong. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import type { PortalIntent } from "../../convex/component/core/portalIntents";
import type { Shown } from "../support/hosted";
import { beginConnection, enterPortal } from "../support/portalSso";
import { ssoStage } from "../support/ssoStage";

const stage = ssoStage();
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

const LONG = "x".repeat(3_000);

/** The control of the field, with its content. */
const findControl = ({ text }: Pick<Shown, "text">, name: string): string => {
  const tags = new RegExp(
    `<(input|select|textarea)\\s[^>]*\\bname="${name}"[^>]*>(?:[^<]*</textarea>)?`,
  );
  return tags.exec(text)![0];
};

function expectWrong(refused: Shown, name: string): void {
  const control = findControl(refused, name);
  expect(control).toContain('aria-invalid="true"');
  expect(control).toContain("autofocus");
  const reason = /aria-describedby="([^"]*)"/.exec(control)![1]!;
  expect(refused.text).toContain(`<p id="${reason}">`);
  // The alert leads to the field, and no other element has the focus.
  expect(refused.text).toContain(`<a href="#${/id="([^"]*)"/.exec(control)![1]!}">`);
  expect(refused.text.split(" autofocus")).toHaveLength(2);
  expect(refused.text.split('aria-invalid="true"')).toHaveLength(2);
}

interface Case {
  readonly intent: PortalIntent;
  readonly form: string;
  readonly typed: Readonly<Record<string, string>>;
  /** Null when no field is at fault. */
  readonly wrong: string | null;
}

const cases: readonly Case[] = [
  {
    ...{ intent: "domain_verification", form: "/domains/create", wrong: "domain" },
    typed: { domain: '"co.uk' },
  },
  {
    ...{ intent: "users", form: "/users/invite", wrong: "email" },
    typed: { email: "no<address", role: "admin" },
  },
  {
    ...{ intent: "users", form: "/users/invite", wrong: null },
    typed: { email: "ada@acme.example", role: "owner" },
  },
  {
    ...{ intent: "dsync", form: "/directories/create", wrong: "name" },
    typed: { name: LONG, provider: "onelogin", role: "admin" },
  },
  {
    ...{ intent: "dsync", form: "/directories/create", wrong: "role" },
    typed: { name: "Acme & <b>", provider: "onelogin", role: "unknown" },
  },
];

test.each(cases)("$form with a wrong $wrong", async ({ intent, form, typed, wrong }) => {
  const { visitor, shown } = await enterPortal(stage, await stage.newTenant(), intent);
  const refused = await visitor.submit(shown, form, typed);
  expect(refused.status).toBeGreaterThanOrEqual(400);
  expect(refused.status).toBeLessThan(500);
  for (const [name, value] of Object.entries(typed)) {
    const escaped = value
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll('"', "&quot;");
    if (name === "role" || name === "provider") {
      if (!["unknown", "owner"].includes(value))
        expect(refused.text).toMatch(new RegExp(`<option value="${value}"\\s+selected>`));
    } else expect(findControl(refused, name)).toContain(`value="${escaped}"`.replace(/>/g, "&gt;"));
  }
  if (wrong !== null) expectWrong(refused, wrong);
  else expect(refused.text).toMatch(/<p role="alert"\s+tabindex="-1" autofocus>/);
});

describe("the pages of a connection", () => {
  test("keep single fields, open the part that has them, and mark the wrong one", async () => {
    const { visitor, page } = await beginConnection(stage, await stage.newTenant());
    expect(page.text).not.toContain(" open>");
    const typed = {
      idpEntityId: "https://<idp>",
      idpSsoUrl: "ftp://idp",
      idpCertificate: "none\nat all",
    };
    const refused = await visitor.submit(page, "/sso/provider", typed);
    expect(refused.status).toBe(422);
    expect(findControl(refused, "idpEntityId")).toContain('value="https://&lt;idp&gt;"');
    expect(findControl(refused, "idpCertificate")).toMatch(/>\n?none\r?\nat all<\/textarea>/);
    expect(refused.text).toMatch(/<details\s+open>/);
    expectWrong(refused, "idpSsoUrl");
  });

  test("never send a secret back", async () => {
    const { visitor, page } = await beginConnection(stage, await stage.newTenant(), "oidc");
    const typed = { issuer: "ftp://x", clientId: "client-1", clientSecret: "a-secret-once" };
    const refused = await visitor.submit(page, "/sso/provider", typed);
    expect([refused.status, refused.text]).toEqual([
      422,
      expect.not.stringContaining("a-secret-once"),
    ]);
    expect(findControl(refused, "clientId")).toContain('value="client-1"');
    expectWrong(refused, "issuer");
  });

  test("keep the names of attributes and the marked domains", async () => {
    const tenant = await stage.newTenant();
    const { visitor, page } = await beginConnection(stage, tenant);
    const names = await visitor.submit(page, "/sso/mapping", { email: "mail", firstName: LONG });
    expect(names.status).toBe(422);
    expect(findControl(names, "email")).toContain('value="mail"');
    expectWrong(names, "firstName");
    const role = await visitor.submit(page, "/sso/map-role", {
      ...{ attribute: "memberOf", value: LONG, role: "admin" },
    });
    expect(findControl(role, "attribute")).toContain('value="memberOf"');
    expectWrong(role, "value");
  });

  test("mark the form of the connection that was meant alone", async () => {
    const tenant = await stage.newTenant();
    const provider = { idpEntityId: "https://idp.example", idpSsoUrl: "https://idp.example/sso" };
    for (const name of ["One", "Two"])
      await tenant.admin.sso.createConnection({
        ...{ organizationId: tenant.organizationId, type: "saml", name, samlConfig: provider },
      });
    const { visitor, shown } = await enterPortal(stage, tenant, "certificate_renewal");
    const refused = await visitor.submit(shown, "/certificates/add", { pem: "no certificate" });
    expect(refused.status).toBe(422);
    expect(refused.text.split("no certificate</textarea>")).toHaveLength(2);
    expectWrong(refused, "pem");
  });
});

test("a directory keeps the name of a group, and its form alone is marked", async () => {
  const tenant = await stage.newTenant();
  const { id } = await tenant.admin.directories.createDirectory({
    ...{ organizationId: tenant.organizationId, name: "Acme", provider: "okta" },
  });
  const { visitor } = await enterPortal(stage, tenant, "dsync");
  const page = await visitor.open(`/portal/directories/directory?id=${id}`);
  const refused = await visitor.submit(page, "/map", { group: LONG, role: "admin" });
  expect(findControl(refused, "group")).toContain(`value="${LONG}"`);
  expectWrong(refused, "group");
});
