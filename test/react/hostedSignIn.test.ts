/** Sign-in at the hosted pages without a browser: what is stored, and answers in the URL. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHostedSignIn } from "../../src/hostedSignIn/request";
import { resolveReturnTo } from "../../src/hostedSignIn/returnTo";
import { HostedSignIn, type HostedSignInSetUp } from "../../src/react/hostedSignIn";
import { PendingSignIns } from "../../src/react/pendingSignIns";
import { newStorage } from "./storage";

const APP = "https://shop.example.com";
const BASE = "https://happy-otter-123.convex.site/banata/p/proj_1";
const pending = { verifier: "v", redirectUri: `${APP}/`, returnTo: `${APP}/notes` };

beforeEach(() => {
  vi.useFakeTimers({ now: new Date("2026-11-28T10:00:00Z") });
  vi.stubGlobal("localStorage", newStorage());
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("sign-ins that have begun", () => {
  test("are found once, by the project whose they are", () => {
    const signIns = new PendingSignIns("one");
    expect(signIns.add("s", pending)).toBe(true);
    expect(new PendingSignIns("another").take("s")).toBeNull();
    expect(signIns.take("s")).toMatchObject(pending);
    expect(signIns.take("s")).toBeNull();
    expect(Object.keys(localStorage)).toEqual([]);
  });

  test("last a day, and at most 20 are kept", () => {
    const signIns = new PendingSignIns("one");
    localStorage.setItem("of the app", "stays");
    localStorage.setItem("one sign-in broken", "{");
    for (let i = 0; i < 25; i++) {
      vi.advanceTimersByTime(1);
      signIns.add(`s${i}`, pending);
    }
    expect(Object.keys(localStorage)).toHaveLength(21);
    expect(signIns.take("s4")).toBeNull();
    expect(signIns.take("s5")).not.toBeNull();
    vi.advanceTimersByTime(24 * 3_600_000);
    expect(signIns.take("s24")).toBeNull();
    signIns.add("next", pending);
    expect(Object.keys(localStorage)).toEqual(["of the app", "one sign-in next"]);
  });

  test("are not said to be stored where the browser stores nothing", () => {
    vi.stubGlobal("localStorage", undefined);
    expect(new PendingSignIns("one").add("s", pending)).toBe(false);
    expect(new PendingSignIns("one").take("s")).toBeNull();
  });
});

test.each([
  ["/notes?a=1#b", `${APP}/notes?a=1#b`],
  ["notes", `${APP}/notes`],
  ["https://user@shop.example.com/notes", `${APP}/notes`],
  ["/\thttps:/x", `${APP}/https:/x`],
])("%s is a page of the app", (returnTo, page) => {
  expect(resolveReturnTo(returnTo, APP)).toBe(page);
});

test.each([
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/..//evil.example",
  `${APP}//evil.example`,
  "https://shop.example.com.evil.example",
  "http://shop.example.com/",
  "https://shop.example.com:444/",
  "javascript:alert(1)",
  "data:text/html,x",
  "https://",
])("%j is no page of the app", (returnTo) => {
  expect(() => resolveReturnTo(returnTo, APP)).toThrow(
    expect.objectContaining({ code: "invalid_return_to" }),
  );
});

test("a page without Web Crypto learns why", async () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues });
  const app = { base: BASE, clientId: "cli_1", redirectUri: `${APP}/` };
  await expect(createHostedSignIn(app, {})).rejects.toMatchObject({ code: "insecure_context" });
});

describe("an answer in the URL", () => {
  function openPage(search: string) {
    vi.stubGlobal("location", { href: `${APP}/${search}`, origin: APP });
    vi.stubGlobal("history", {
      state: null,
      replaceState: (_state: unknown, _title: string, url: URL) => (location.href = url.href),
    });
  }
  function mount(changes: Partial<HostedSignInSetUp> = {}) {
    const shown: string[] = [];
    const hosted = new HostedSignIn({
      ...{ base: BASE, clientId: "cli_1", redirectUri: "/", name: "one" },
      send: async () => Response.json({}),
      show: (url) => (shown.push(url), true),
      ...changes,
    });
    return { hosted, shown };
  }
  const answer = `?tab=2&code=c&state=s&iss=${encodeURIComponent(BASE)}`;

  test("is exchanged once, by whichever provider is mounted, and is gone at once", async () => {
    new PendingSignIns("one").add("s", pending);
    openPage(answer);
    let finish = (_response: Response) => {};
    const send = vi.fn<typeof fetch>(
      async () => await new Promise<Response>((resolve) => void (finish = resolve)),
    );
    const first = mount({ send });
    const arrived = first.hosted.arrive();
    expect(location.href).toBe(`${APP}/?tab=2`);
    const second = mount({ send });
    const alsoArrived = second.hosted.arrive();
    await vi.waitFor(() => expect(send).toHaveBeenCalledTimes(1));
    finish(Response.json({}));
    expect(await Promise.all([arrived, alsoArrived])).toEqual([true, true]);
    expect([first.shown, second.shown]).toEqual([[pending.returnTo], [pending.returnTo]]);
    expect(await mount({ send }).hosted.arrive()).toBe(false);
    expect(send).toHaveBeenCalledTimes(1);
  });

  const refusals: [string, string, Response, string][] = [
    ["of the pages", "&error=access_denied", Response.json({}), "access_denied"],
    ["that is unknown", "&error=new_error", Response.json({}), "server_error"],
    [
      "of the exchange",
      "&code=c",
      Response.json({ error: "invalid_grant" }, { status: 400 }),
      "invalid_grant",
    ],
    [
      "of the limits",
      "&code=c",
      Response.json({ code: "rate_limit_exceeded" }, { status: 429 }),
      "temporarily_unavailable",
    ],
    [
      "of the network",
      "&code=c",
      Response.json({ code: "network_error" }, { status: 503 }),
      "network_error",
    ],
    ["of a proxy", "&code=c", new Response("<html>", { status: 502 }), "server_error"],
    [
      "of a body without an object",
      "&code=c",
      Response.json(null, { status: 500 }),
      "server_error",
    ],
  ];
  test.each(refusals)(
    "with an error %s is told to the app",
    async (_name, rest, response, code) => {
      new PendingSignIns("one").add("s", pending);
      openPage(`?state=s&iss=${encodeURIComponent(BASE)}${rest}`);
      const { hosted, shown } = mount({ send: async () => response.clone() });
      expect(await hosted.arrive()).toBe(false);
      expect(hosted.error()).toMatchObject({ code, returnTo: pending.returnTo });
      expect([location.href, shown]).toEqual([`${APP}/`, []]);
    },
  );

  test("whose page was tampered with in the storage leads to no other site", async () => {
    new PendingSignIns("one").add("s", { ...pending, returnTo: "https://evil.example" });
    openPage(answer);
    const { hosted, shown } = mount();
    expect(await hosted.arrive()).toBe(false);
    expect(hosted.error()).toMatchObject({ code: "invalid_return_to" });
    expect(shown).toEqual([]);
  });

  test("says what the provider lacks", async () => {
    openPage("");
    const { hosted } = mount({ clientId: undefined });
    const { error } = await hosted.begin({}, "assign");
    expect(error).toMatchObject({ code: "invalid_configuration" });
    expect(error?.message).toContain("clientId");
    expect(await hosted.signOut(async () => ({ error: null }), undefined)).toMatchObject({ error });
  });
});
