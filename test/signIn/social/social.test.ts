import { describe, expect, test } from "vitest";
import { ada, clientId } from "../../support/socialProviders";
import { engines, eventTypes, socialStage } from "../../support/socialStage";

/** `verified`: whether the provider can say that the address is. */
const providers = [
  {
    id: "google",
    host: "accounts.google.com",
    path: "/o/oauth2/v2/auth",
    scope: "email profile openid",
    pkce: true,
    verified: true,
    image: true,
  },
  {
    id: "github",
    host: "github.com",
    path: "/login/oauth/authorize",
    scope: "read:user user:email",
    pkce: true,
    verified: true,
    image: true,
  },
  {
    id: "microsoft",
    host: "login.microsoftonline.com",
    path: "/common/oauth2/v2.0/authorize",
    scope: "openid profile email User.Read offline_access",
    pkce: true,
    verified: false,
    image: true,
  },
  {
    id: "apple",
    host: "appleid.apple.com",
    path: "/auth/authorize",
    scope: "email name",
    pkce: true,
    verified: true,
    image: false,
  },
  {
    id: "discord",
    host: "discord.com",
    path: "/api/oauth2/authorize",
    scope: "identify email",
    pkce: false,
    verified: true,
    image: true,
  },
  {
    id: "gitlab",
    host: "gitlab.com",
    path: "/oauth/authorize",
    scope: "read_user",
    pkce: true,
    verified: true,
    image: true,
  },
  {
    id: "linkedin",
    host: "www.linkedin.com",
    path: "/oauth/v2/authorization",
    scope: "profile email openid",
    pkce: false,
    verified: true,
    image: true,
  },
  {
    id: "facebook",
    host: "www.facebook.com",
    path: "/v24.0/dialog/oauth",
    scope: "email public_profile",
    pkce: false,
    verified: false,
    image: true,
  },
  {
    id: "x",
    host: "x.com",
    path: "/i/oauth2/authorize",
    scope: "users.read tweet.read offline.access users.email",
    pkce: true,
    verified: true,
    image: true,
  },
  {
    id: "slack",
    host: "slack.com",
    path: "/openid/connect/authorize",
    scope: "openid profile email",
    pkce: false,
    verified: true,
    image: true,
  },
] as const;

describe.each(engines)("social sign-in %s", (where) => {
  const stage = socialStage(where);

  test.each(providers)(
    "$id asks for the right things at the right address",
    async ({ id, host, path, scope, pkce }) => {
      const { project, visitor } = await stage.begin(id);
      const { hostname, pathname, searchParams } = await visitor.begin(id, {
        loginHint: "ada@example.com",
      });
      expect({ hostname, pathname }).toEqual({ hostname: host, pathname: path });
      const mount = where === "on a local deployment" ? "/banata" : "";
      expect(Object.fromEntries(searchParams)).toMatchObject({
        ...{
          client_id: clientId,
          scope,
          redirect_uri: `${stage.runtime.origin}${mount}/p/${project.id}/api/auth/callback/${id}`,
        },
        state: expect.stringMatching(/^[\w-]{32}$/) as string,
        ...(pkce
          ? {
              code_challenge_method: "S256",
              code_challenge: expect.stringMatching(/^[\w-]{43}$/) as string,
            }
          : {}),
        ...(id === "apple" ? { response_mode: "form_post" } : {}),
      });
      expect(searchParams.has("code_challenge")).toBe(pkce);
      expect(searchParams.toString()).not.toContain("secret");
      expect(stage.server.requests).toEqual([]);
    },
  );

  test.each(providers)(
    "$id makes a user of who comes back, and finds the same user the next time",
    async ({ id, verified, image }) => {
      const { project, admin, visitor } = await stage.begin(id);
      expect(await visitor.signIn(id)).toMatchObject({ status: 302, location: "/home" });
      const { data } = await visitor.client.getSession();
      const name = id === "apple" ? "ada" : ada.name;
      expect(data?.user).toMatchObject({ email: ada.email, name, emailVerified: verified });
      expect(data?.user.image ?? null).toEqual(
        image && id !== "discord"
          ? "https://pictures.example/ada.png"
          : image
            ? expect.stringMatching(/^https:\/\/cdn\.discordapp\.com\//)
            : null,
      );

      const again = stage.visitor(project);
      expect(await again.signIn(id)).toMatchObject({ status: 302, location: "/home" });
      expect((await again.client.getSession()).data?.user.id).toBe(data?.user.id);
      expect((await again.client.listAccounts()).data).toMatchObject([
        { providerId: id, accountId: ada.id, userId: data?.user.id },
      ]);
      expect(await eventTypes(admin, "user.created", "account.*", "session.*")).toEqual([
        "user.created",
        "account.linked",
        "session.created",
        "session.created",
      ]);
    },
  );
});
