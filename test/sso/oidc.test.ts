import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { IdentityProvider } from "../support/identityProvider";
import { begin, comeBack, ssoStage } from "../support/ssoStage";

describe("signing in through an OIDC connection", () => {
  const stage = ssoStage();
  const provider = new IdentityProvider();
  beforeAll(async () => void (await provider.start()));
  afterAll(() => provider.close());

  test("a person signs in from the start to the session", async () => {
    const tenant = await stage.newTenant();
    const connectionId = await stage.connectOidc(tenant, provider.issuer);
    provider.register([stage.callbackUrl(tenant, connectionId)]);
    const email = `ada@${tenant.domain}`;
    provider.people.set("ada", { email, name: "Ada Lovelace" });
    const visitor = stage.visit(tenant);
    const back = await provider.consent(await begin(visitor, { email }), "ada");
    const { location } = await comeBack(visitor, back.href);
    expect(location).toBe(`${stage.runtime.origin}/home`);
    const { data } = await visitor.client.getSession();
    expect(data?.user).toMatchObject({ email, emailVerified: true, name: "Ada Lovelace" });
    const { admin, organizationId } = tenant;
    const members = await admin.organizations.listMembers({ organizationId });
    expect(members.data.map(({ source, role }) => [source, role])).toEqual([["sso", "member"]]);
  });
});
