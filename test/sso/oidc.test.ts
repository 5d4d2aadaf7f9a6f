import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IdentityProvider } from "../support/identityProvider";
import { APP, ssoStage } from "../support/ssoStage";
import { pathIn } from "../support/visitor";

describe("signing in through an OIDC connection", () => {
  const stage = ssoStage();
  const provider = new IdentityProvider();
  beforeAll(async () => void (await provider.start()));
  afterAll(() => provider.close());

  test("a person signs in from the start to the session", async () => {
    const { project, admin } = await stage.newTenant();
    const { id: organizationId } = await admin.organizations.createOrganization({ name: "Acme" });
    await stage.verifyDomain(project, organizationId, "acme.example");
    const connectionId = await stage.connectOidc(project, organizationId, provider.issuer, {
      domains: ["acme.example"],
    });
    const callback = `${stage.runtime.origin}/p/${project.id}/api/auth/sso/callback/${connectionId}`;
    provider.register([callback]);
    provider.people.set("ada", { email: "ada@acme.example", name: "Ada Lovelace" });
    const visitor = stage.visit(project);
    const begun = await visitor.post("/sign-in/sso", {
      email: "ada@acme.example",
      callbackURL: "/home",
    });
    expect(begun.status).toBe(200);
    const { url } = (await begun.json()) as { url: string };
    const opened = await visitor.browse(pathIn(url));
    expect(opened.status, await opened.clone().text()).toBe(302);
    const back = await provider.consent(opened.headers.get("location")!, "ada");
    const ended = await visitor.browse(pathIn(back.href));
    expect(ended.status, await ended.clone().text()).toBe(302);
    expect(ended.headers.get("location")).toBe(`${stage.runtime.origin}/home`);
    const { data } = await visitor.client.getSession();
    expect(data?.user.email).toBe("ada@acme.example");
    expect(data?.user.emailVerified).toBe(true);
    const members = await admin.organizations.listMembers({ organizationId });
    expect(members.data.map(({ source, role }) => [source, role])).toEqual([["sso", "member"]]);
    void APP;
  });
});
