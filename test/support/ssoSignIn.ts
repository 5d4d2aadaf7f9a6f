/** Sign-ins through OIDC connections of the test engine. */
import type { FakeIssuer } from "./fakeIssuer";
import { begin, comeBack, ruleOf, type SsoStage, type Tenant } from "./ssoStage";

export type Claims = Readonly<Record<string, unknown>> & { readonly sub: string };

interface Options {
  readonly idToken?: object;
  /** Of the connection that has the tenant's domain if absent. */
  readonly connectionId?: string;
}

export function oidcSignIns(stage: SsoStage, issuer: FakeIssuer) {
  const newScene = async (
    fields: Parameters<typeof stage.connectOidc>[2] = {},
    settings: Parameters<typeof stage.newTenant>[0] = {},
  ) => {
    const tenant = await stage.newTenant(settings);
    const connectionId = await stage.connectOidc(tenant, issuer.issuer, fields);
    return { tenant, connectionId, email: `ada@${tenant.domain}` };
  };

  /** Signs a person in through a connection. */
  const signIn = async (
    tenant: Tenant,
    claims: Claims,
    { idToken = {}, connectionId }: Options = {},
  ) => {
    const visitor = stage.visit(tenant);
    const named =
      connectionId === undefined ? { domain: tenant.domain } : { providerId: connectionId };
    const back = await issuer.approve(await begin(visitor, named), claims, {
      idToken: { ...idToken },
    });
    const returned = await comeBack(visitor, back);
    const { data } = await visitor.client.getSession();
    const rule = returned.code === null ? null : await ruleOf(tenant.admin, returned);
    return { visitor, returned, rule, user: data?.user ?? null, session: data?.session ?? null };
  };
  return { newScene, signIn };
}
