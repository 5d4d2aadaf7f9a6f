/** What `useAuth` returns: Better Auth's React client, as UI kits take it. */
import { createElement as h } from "react";
import { ConvexReactClient } from "convex/react";
import { renderToString } from "react-dom/server";
import type { createAuthClient } from "better-auth/react";
import { expect, expectTypeOf, test } from "vitest";
import type { SsoSignInBody } from "../../convex/component/sso/flow/signInBody";
import { BanataAuthProvider, useAuth, type AuthClient } from "../../src/react";

/** What kits ask for: any client of `better-auth/react`. */
type AnyAuthClient = Omit<ReturnType<typeof createAuthClient>, "signUp" | "getSession">;

test("its types are those of Better Auth's React client with our plugins", () => {
  expectTypeOf(useAuth).returns.toEqualTypeOf<AuthClient>();
  expectTypeOf<AuthClient>().toExtend<AnyAuthClient>();
  type Session = NonNullable<ReturnType<AuthClient["useSession"]>["data"]>;
  expectTypeOf<Session["user"]["email"]>().toEqualTypeOf<string>();
  expectTypeOf<Session["session"]["expiresAt"]>().toEqualTypeOf<Date>();
  expectTypeOf<AuthClient["useListOrganizations"]>().toBeFunction();
  expectTypeOf<AuthClient["useListPasskeys"]>().toBeFunction();
  expectTypeOf<Parameters<AuthClient["signIn"]["magicLink"]>[0]["email"]>().toEqualTypeOf<string>();
  expectTypeOf<AuthClient["twoFactor"]["verifyTotp"]>().toBeFunction();
  expectTypeOf<
    Parameters<AuthClient["signIn"]["username"]>[0]["username"]
  >().toEqualTypeOf<string>();
});

test("its hooks are pending on a server, without a session and without a request", () => {
  const seen: unknown[] = [];
  function Page() {
    const { useSession, useListOrganizations } = useAuth();
    const { data, isPending, error } = useSession();
    seen.push({ data, isPending, error }, useListOrganizations().data);
    return null;
  }
  const client = new ConvexReactClient("https://happy-animal-1.convex.cloud");
  renderToString(
    h(
      BanataAuthProvider,
      { client, baseUrl: "https://happy-animal-1.convex.site/banata" },
      h(Page),
    ),
  );
  expect(seen).toEqual([{ data: null, isPending: true, error: null }, null]);
});

test("its signIn.sso takes what Better Auth's SSO client takes, and our names", () => {
  type Input = Parameters<AuthClient["signIn"]["sso"]>[0];
  type Answer = Awaited<ReturnType<AuthClient["signIn"]["sso"]>>;
  expectTypeOf<Answer["data"]>().toExtend<{ url: string; redirect: boolean } | null>();
  const useCalls = () => {
    const { sso } = useAuth().signIn;
    const urls = { callbackURL: "/home", errorCallbackURL: "/sign-in", newUserCallbackURL: "/new" };
    return [
      sso({ email: "ada@acme.example", ...urls }),
      sso({ domain: "acme.example", callbackURL: "/home", loginHint: "ada" }),
      sso({ providerId: "conn_1", callbackURL: "/home", scopes: ["email"], requestSignUp: true }),
      sso({ organizationSlug: "acme", callbackURL: "/home", providerType: "saml" }),
      sso({ organizationId: "org_1", issuer: "https://idp.example.com" }),
      sso({ connectionId: "conn_1", fetchOptions: { onError: () => undefined } }),
      sso({ email: "ada@acme.example" }, { onSuccess: () => undefined }),
      // @ts-expect-error -- no such field
      sso({ emial: "ada@acme.example" }),
      // @ts-expect-error -- no such protocol
      sso({ domain: "acme.example", providerType: "ldap" }),
    ];
  };
  expectTypeOf(useCalls).toBeFunction();
  expectTypeOf<Input>().toExtend<Partial<SsoSignInBody> | undefined>();
  expectTypeOf<keyof SsoSignInBody>().toExtend<keyof NonNullable<Input>>();
});
