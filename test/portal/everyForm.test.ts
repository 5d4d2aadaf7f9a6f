/** Every form of the portal with what an attacker would put into each of its fields. */
import { beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { enterPortal } from "../support/portalSso";
import { portalForms, type PortalForm, type PortalThings } from "../support/portalForms";
import { allRows, textOf } from "../support/rows";
import { SamlProvider } from "../support/samlProvider";
import { ssoStage, type Tenant } from "../support/ssoStage";

const stage = ssoStage();
const [provider, next] = [new SamlProvider(), new SamlProvider()];
const SECRET_NAME = "Nobody else may read this";
const forms = Object.entries(portalForms).filter(
  (row): row is [string, PortalForm] => row[1] !== null,
);

/** An organization with one of everything. */
async function furnish(tenant: Tenant, name: string): Promise<PortalThings> {
  const { admin, organizationId, domain } = tenant;
  const { idpCertificate } = provider.samlConfig;
  const certificates = [idpCertificate, next.samlConfig.idpCertificate].join("\n");
  const connection = await stage.connectSaml(tenant, provider, {
    name,
    samlConfig: { ...provider.samlConfig, idpCertificate: certificates },
    roleMapping: [{ attribute: "groups", value: "staff", role: "member" }],
  });
  // Not active, so that the page has every form.
  await stage.patchConnection(connection, { state: "validating", testedAt: null });
  const directory = await admin.directories.createDirectory({
    ...{ organizationId, name, provider: "okta" },
    groupRoles: [{ group: "staff", role: "member" }],
  });
  const claim = await admin.domains.createVerification({
    ...{ organizationId, domain: `claimed.${domain}` },
  });
  const invitation = await admin.organizations.sendInvitation({
    ...{ organizationId, email: `invited@${domain}`, role: "member" },
  });
  const { user } = await admin.users.createUser({ email: `member@${domain}`, name });
  const member = await admin.organizations.addMember({
    ...{ organizationId, userId: user.id, role: "member" },
  });
  return {
    ...{ connection, directory: directory.id, claim: claim.id, invitation: invitation.id },
    ...{ member: member.id, certificate: idpCertificate },
  };
}

let own: Tenant;
/** For the names of the fields. */
let example: PortalThings;
/** Ids of another organization of the project, and of another project. */
let foreign: readonly string[];
beforeAll(async () => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  await Promise.all([provider.start(), next.start()]);
  own = await stage.newTenant();
  example = await furnish(own, "Ours");
  const sibling = { ...own, ...(await stage.newOrganization(own.project, own.admin)) };
  const stranger = await stage.newTenant();
  const others = await Promise.all(
    [sibling, stranger].map(async (tenant) => ({
      ...(await furnish(tenant, SECRET_NAME)),
      organizationId: tenant.organizationId,
    })),
  );
  foreign = others.flatMap((ids) => Object.values({ ...ids, certificate: ids.organizationId }));
});
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

/** Everything stored of others than the own organization. */
async function foreignRows(): Promise<string> {
  const all = Object.entries(await allRows(stage.engine)).map(([table, rows]) => [
    table,
    rows.filter((row) => foreign.some((id) => [row.id, row.organizationId].includes(id))),
  ]);
  return textOf(Object.fromEntries(all) as Parameters<typeof textOf>[0]); // as allRows has it
}

describe.each(forms)("%s", (path, { intent, page, fields }) => {
  /** In an organization of its own, because a form that is accepted changes it. */
  const begin = async () => {
    const tenant = { ...own, ...(await stage.newOrganization(own.project, own.admin)) };
    const things = await furnish(tenant, "Ours");
    const { visitor } = await enterPortal(stage, tenant, intent);
    /** Sends the form of the page as it is now, so that no older version is what is refused. */
    const send = async (changes: Record<string, string>) => {
      const shown = await visitor.open(page(things));
      expect(shown.status).toBe(200);
      const [, version] = /name="version" value="(\d+)"/.exec(shown.text) ?? [];
      const sent = { ...fields(things), ...(version === undefined ? {} : { version }) };
      return await visitor.submit(shown, path, { ...sent, ...changes });
    };
    return { things, send };
  };

  test("reaches nothing of others by their ids", async () => {
    const before = await foreignRows();
    for (const field of Object.keys(fields(example))) {
      const { things, send } = await begin();
      const isId = Object.values(things).includes(fields(things)[field]!);
      for (const id of foreign) {
        const answer = await send({ [field]: id });
        const what = `${field}: ${id}`;
        expect(answer.status, what).toBeLessThan(500);
        expect(answer.status, what).not.toBe(429);
        expect(answer.text, what).not.toContain(SECRET_NAME);
        if (isId && field !== "pem" && field !== "idpCertificate")
          expect([404, 422, 403], what).toContain(answer.status);
      }
    }
    expect(await foreignRows()).toBe(before);
  });

  test("bounds what is typed", async () => {
    const texts = {
      long: "x".repeat(100_000),
      wide: "𝕏\u202Eé\u0301👩‍👩‍👧 ".repeat(5_000),
      markup: `"><script>alert(1)</script>`,
      controls: "a\u0000b\u0007\u2028\uFFFE",
      surrogate: "a\uD800b",
    };
    for (const field of Object.keys(fields(example))) {
      const { send } = await begin();
      for (const [what, text] of Object.entries(texts)) {
        const answer = await send({ [field]: text });
        expect(answer.status, `${field}: ${what}`).toBeLessThan(500);
        expect(answer.status, `${field}: ${what}`).not.toBe(429);
        expect(answer.text, `${field}: ${what}`).not.toContain("<script>alert");
      }
    }
    expect(textOf(await allRows(stage.engine))).not.toContain("x".repeat(20_000));
  });
});
