/** When an app signs in silently, without a browser: what each tab and the browser remember. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { HostedSignIn, LEAVING_MS } from "../../src/react/hostedSignIn";
import { PendingSignIns } from "../../src/react/pendingSignIns";
import { SilentSignIn } from "../../src/react/silentSignIn";
import { newStorage } from "./storage";

const APP = "https://shop.example.com";
const BASE = "https://happy-otter-123.convex.site/banata/p/proj_1";

let left: string[];
let shown: string[];

function openPage(path = "/") {
  vi.stubGlobal("location", {
    ...{ href: APP + path, origin: APP },
    replace: (url: URL | string) => void left.push(String(url)),
  });
  vi.stubGlobal("history", {
    state: null,
    replaceState: (_state: unknown, _title: string, url: URL) => (location.href = url.href),
  });
}
const newTab = () => vi.stubGlobal("sessionStorage", newStorage());

function mount(send: typeof fetch = async () => Response.json({})) {
  const hosted = new HostedSignIn({
    ...{ base: BASE, clientId: "cli_1", redirectUri: "/", name: "one", send },
    show: (url) => (shown.push(url), true),
  });
  return { hosted, silent: new SilentSignIn(hosted, "one") };
}

/** Attempts, and returns how many times the browser left. The attempt ends where it stayed. */
async function attempt(silent: SilentSignIn): Promise<number> {
  let hasEnded = false;
  void silent.attempt().then(() => (hasEnded = true));
  await vi.waitFor(async () => {
    await vi.advanceTimersByTimeAsync(LEAVING_MS);
    expect(hasEnded).toBe(true);
  });
  return left.splice(0).length;
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal("localStorage", newStorage());
  [left, shown] = [[], []];
  newTab();
  openPage();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("a silent sign-in", () => {
  test("is a request without a page, once for each tab, in StrictMode too", async () => {
    openPage("/notes?a=1#b");
    const { silent } = mount();
    const [first, second] = [silent.attempt(), silent.attempt()];
    await vi.waitFor(() => expect(left).toHaveLength(1));
    const url = new URL(left[0]!);
    expect(url.searchParams.get("prompt")).toBe("none");
    const begun = new PendingSignIns("one").take(url.searchParams.get("state")!);
    expect(begun).toMatchObject({ returnTo: `${APP}/notes?a=1#b`, isSilent: true });
    await vi.advanceTimersByTimeAsync(LEAVING_MS); // the user stopped the navigation
    await Promise.all([first, second]);
    expect(left.splice(0)).toHaveLength(1);
    expect(await attempt(mount().silent)).toBe(0);
    newTab();
    expect(await attempt(mount().silent)).toBe(1);
  });

  test("does not follow a session of the same tab", async () => {
    const { silent } = mount();
    silent.onSession();
    expect(await attempt(silent)).toBe(0);
  });

  test("does not follow a sign-out, in any tab, until there is a session again", async () => {
    const { silent } = mount();
    silent.onSession();
    silent.onSignOut();
    silent.onSession(); // of a request that was on its way
    newTab();
    expect(await attempt(mount().silent)).toBe(0);
    mount().silent.onSession();
    newTab();
    expect(await attempt(mount().silent)).toBe(1);
  });

  test("leaves an answer for another library alone, and comes after it", async () => {
    openPage("/?code=c&state=s&iss=https%3A%2F%2Fgithub.com");
    expect(await attempt(mount().silent)).toBe(0);
    openPage();
    expect(await attempt(mount().silent)).toBe(1);
  });

  test("does not follow a sign-in that failed", async () => {
    openPage(`/?error=access_denied&state=s&iss=${encodeURIComponent(BASE)}`);
    const { hosted, silent } = mount();
    await hosted.arrive();
    expect(hosted.error()).toMatchObject({ code: "unknown_state" });
    expect(await attempt(silent)).toBe(0);
  });

  test.each(["localStorage", "sessionStorage"])(
    "is left out where the browser refuses %s",
    async (name) => {
      vi.stubGlobal(name, undefined);
      expect(await attempt(mount().silent)).toBe(0);
    },
  );

  test("goes on as signed out after the back button", async () => {
    const { silent } = mount();
    const attempts = silent.attempt();
    await vi.waitFor(() => expect(left).toHaveLength(1));
    silent.onRestored();
    await silent.attempt(); // without a timer
    await vi.advanceTimersByTimeAsync(LEAVING_MS);
    await attempts;
    expect(left).toHaveLength(1);
  });
});

describe("the answer to a silent sign-in", () => {
  const begin = () =>
    new PendingSignIns("one").add("s", {
      ...{ verifier: "v", redirectUri: `${APP}/`, returnTo: `${APP}/notes`, isSilent: true },
    });
  const arrive = (error: string) =>
    openPage(`/?error=${error}&state=s&iss=${encodeURIComponent(BASE)}`);

  test.each(["login_required", "interaction_required", "temporarily_unavailable"])(
    "%s is no error, and the page where it began is shown before the app is signed out",
    async (code) => {
      begin();
      arrive(code);
      const { hosted } = mount();
      let hasArrived = false;
      const arrived = hosted.arrive().then((hasSession) => {
        hasArrived = true;
        return hasSession;
      });
      await vi.advanceTimersByTimeAsync(LEAVING_MS - 1);
      expect([hosted.error(), shown, hasArrived]).toEqual([null, [`${APP}/notes`], false]);
      await vi.advanceTimersByTimeAsync(1);
      expect(await arrived).toBe(false);
    },
  );

  test("of another kind is an error", async () => {
    begin();
    arrive("access_denied");
    const { hosted } = mount();
    expect(await hosted.arrive()).toBe(false);
    expect(hosted.error()).toMatchObject({ code: "access_denied" });
    expect(shown).toEqual([]);
  });
});
