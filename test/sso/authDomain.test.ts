/** SSO of a project with a domain of its own: identity providers know the deployment's address. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { FakeIssuer } from "../support/fakeIssuer";
import { SamlProvider } from "../support/samlProvider";
import { begin, comeBack, postResponse, ssoStage, type Tenant } from "../support/ssoStage";

const stage = ssoStage();
const issuer = new FakeIssuer();
const saml = new SamlProvider();
beforeAll(async () => void (await Promise.all([issuer.start(), saml.start()])));
afterAll(() => issuer.close());

/** The host of every request on the test engine. */
const HERE = "https://some.convex.site";
const SITE = "https://happy-otter-123.convex.example.com";
const ELSEWHERE = "auth.example.com";

const arriveAtDomain = () => vi.stubEnv("CONVEX_SITE_URL", SITE);
const arriveAtSite = () => vi.stubEnv("CONVEX_SITE_URL", HERE);

beforeEach(async () => {
  await stage.engine.run(async ({ db }) => {
    for (const row of await db.query("authDomains").collect()) await db.delete(row._id);
  });
  return () => vi.unstubAllEnvs();
});

/** A tenant whose domain is the host of the requests. */
async function newTenant(): Promise<Tenant> {
  const tenant = await stage.newTenant();
  const row = { projectId: tenant.project.id, domain: new URL(HERE).host, confirmedAt: Date.now() };
  await stage.engine.run(async ({ db }) => void (await db.insert("authDomains", row)));
  arriveAtDomain();
  return tenant;
}

/** Tells the rows that the domain is another host than that of the requests. */
const moveDomain = async (to: string, origin: string): Promise<void> =>
  await stage.engine.run(async ({ db }) => {
    for (const row of await db.query("authDomains").collect())
      await db.patch(row._id, { domain: to });
    for (const row of await db.query("ssoStarts").collect()) await db.patch(row._id, { origin });
  });

test("OIDC: the callback of the deployment leads to the domain that has the cookies", async () => {
  const tenant = await newTenant();
  const id = await stage.connectOidc(tenant, issuer.issuer);
  const email = `ada@${tenant.domain}`;
  const visitor = stage.visit(tenant);
  const started = await visitor.post("/sign-in/sso", { callbackURL: "/home", email });
  const { url } = (await started.json()) as { url: string };
  expect(new URL(url).origin).toBe(HERE);
  const authorization = (await visitor.browse(new URL(url).pathname + new URL(url).search)).headers;
  const request = new URL(authorization.get("location")!);
  const callback = `${SITE}/p/${tenant.project.id}/sso/oidc/${id}/callback`;
  expect(request.searchParams.get("redirect_uri")).toBe(callback);
  const back = new URL(await issuer.approve(request.href, { sub: "ada", email }));
  expect(back.origin).toBe(SITE);

  await moveDomain(ELSEWHERE, `https://${ELSEWHERE}`);
  arriveAtSite();
  const moved = await comeBack(stage.visit(tenant), back.href); // without the domain's cookies
  const { pathname, searchParams } = new URL(moved.location!);
  expect(new URL(moved.location!).origin).toBe(`https://${ELSEWHERE}`);
  expect(pathname).toBe(`/p/${tenant.project.id}/api/auth/sso/callback/${id}`);
  expect(searchParams.get("state")).toBe(back.searchParams.get("state"));

  await moveDomain(new URL(HERE).host, HERE);
  arriveAtDomain();
  const { location } = await comeBack(visitor, moved.location!);
  expect(location).toBe(`${HERE}/home`);
  expect((await visitor.client.getSession()).data?.user).toMatchObject({ email });
});

test("SAML: the entity id and the ACS are the deployment's, the completion the domain's", async () => {
  const tenant = await newTenant();
  const id = await stage.connectSaml(tenant, saml);
  const { samlConfig } = await tenant.admin.sso.getConnection({ providerId: id });
  expect(new URL(samlConfig!.spAcsUrl).origin).toBe(SITE);
  expect(new URL(samlConfig!.spEntityId).origin).toBe(SITE);
  const email = `ada@${tenant.domain}`;
  const visitor = stage.visit(tenant);
  const request = await begin(visitor, { email });
  const answer = await saml.answer(request, { nameId: "ada", attributes: { email } });
  const answered = await postResponse(stage, answer);
  expect(new URL(answered.location!).origin).toBe(HERE);
  const { location } = await comeBack(visitor, answered.location!);
  expect(location).toBe(`${HERE}/home`);
  expect((await visitor.client.getSession()).data?.user).toMatchObject({ email });
});

test("a sign-in begun elsewhere stays at the deployment's own host", async () => {
  const tenant = await newTenant();
  await stage.connectOidc(tenant, issuer.issuer);
  await moveDomain(ELSEWHERE, HERE);
  arriveAtSite();
  const visitor = stage.visit(tenant);
  const email = `ada@${tenant.domain}`;
  const back = await issuer.approve(await begin(visitor, { email }), { sub: "ada", email });
  expect(await comeBack(visitor, back)).toMatchObject({ location: `${HERE}/home` });
});
