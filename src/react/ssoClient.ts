import type { StrictEndpoint } from "better-call";
import type { ssoSignInBody } from "../../convex/component/sso/flow/signInBody";

/** Better Auth's client goes to `url`, because of `redirect`. */
interface SsoSignInAnswer {
  readonly url: string;
  readonly redirect: boolean;
}

interface SsoServerPlugin {
  readonly id: "sso";
  readonly endpoints: {
    readonly signInSso: StrictEndpoint<
      "/sign-in/sso",
      { method: "POST"; body: typeof ssoSignInBody },
      SsoSignInAnswer
    >;
  };
}

interface SsoClientPlugin {
  id: "sso-client";
  $InferServerPlugin: SsoServerPlugin;
}

/** The types of `signIn.sso`, as the client plugin of Better Auth's SSO has it. */
export const ssoClient = (): SsoClientPlugin => ({
  id: "sso-client",
  $InferServerPlugin: {} as SsoServerPlugin, // only its type is used
});
