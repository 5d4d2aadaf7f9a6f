import { beforeAll, describe, expect, test } from "vitest";
import { SamlProvider } from "../support/samlProvider";
import { begin, comeBack, postResponse, ssoStage } from "../support/ssoStage";

describe("signing in through a SAML connection", () => {
  const stage = ssoStage();
  const provider = new SamlProvider();
  beforeAll(async () => void (await provider.start()));

  test("a person signs in from the start to the session", async () => {
    const tenant = await stage.newTenant();
    await stage.connectSaml(tenant, provider);
    const email = `ada@${tenant.domain}`;
    const visitor = stage.visit(tenant);
    const request = await begin(visitor, { email });
    expect(request).toMatch(/^https:\/\/idp\.example\.com\/sso\?SAMLRequest=/);
    const response = await provider.answer(request, { nameId: "ada", attributes: { email } });
    const answered = await postResponse(stage, response);
    expect([answered.status, answered.text]).toEqual([303, ""]);
    const { location } = await comeBack(visitor, answered.location!);
    expect(location).toBe(`${stage.runtime.origin}/home`);
    const { data } = await visitor.client.getSession();
    expect(data?.user).toMatchObject({ email, emailVerified: true });
  });
});
