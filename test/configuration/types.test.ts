/** What a caller may write, as `npm run typecheck` sees it. */
import { expectTypeOf, test } from "vitest";
import type { BanataAuth } from "../../src";

type Configuration = BanataAuth["configuration"];
type Emails = BanataAuth["emails"];
type Change = NonNullable<Parameters<Configuration["saveDashboardConfig"]>[0]>;
type Config = Awaited<ReturnType<Configuration["getDashboardConfig"]>>;

test("sign-in methods are known names with booleans, in the configuration and in a change", () => {
  type Methods = Record<
    | "anonymous"
    | "emailOtp"
    | "emailPassword"
    | "magicLink"
    | "organization"
    | "passkey"
    | "sso"
    | "twoFactor"
    | "username",
    boolean
  >;
  expectTypeOf<Config["authMethods"]>().toEqualTypeOf<Methods>();
  expectTypeOf<NonNullable<Change["authMethods"]>>().toEqualTypeOf<Partial<Methods>>();
  expectTypeOf<{ authMethods: { magicLink: "yes" } }>().not.toExtend<Change>();
});

test("a configuration that was read can be saved as it is", () => {
  expectTypeOf<Config>().toExtend<Change>();
});

test("a mail provider is written without a cast", () => {
  type Choice = Parameters<Emails["saveProvider"]>[0];
  expectTypeOf<{ provider: "resend"; apiKey: string; fromEmail: string }>().toExtend<Choice>();
  expectTypeOf<{ provider: "pigeon" }>().not.toExtend<Choice>();
});
