/**
 * What the provider is made of, with a fake clock: who is signed in, through failing networks and
 * other tabs, and the cookies that a page keeps itself.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { CookieJar, memoryStore } from "../../src/react/cookieJar";
import { SignedInState } from "../../src/react/signedInState";

const NOW = Date.parse("2030-01-01T00:00:00Z");
beforeEach(() => void vi.useFakeTimers({ now: NOW }));
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

let serial = 0;
const token = (sid: string, lifetimeSeconds = 900) =>
  `e30.${btoa(JSON.stringify({ sid, exp: Math.floor(Date.now() / 1_000) + lifetimeSeconds, jti: serial++ }))}.sig`;

describe("who is signed in", () => {
  /** A server whose answers are put in one by one; without one left it does not answer. */
  function scripted(...answers: (string | null)[]) {
    const asked = { times: 0 };
    const source = async () => {
      asked.times++;
      const answer = answers.shift();
      if (answer === undefined) throw new TypeError("Failed to fetch");
      return answer;
    };
    return { source, answers, asked };
  }
  const begin = (source: () => Promise<string | null>, initialToken: string | null = null) => {
    const state = new SignedInState(source, `test ${serial++}`, initialToken);
    return { state, stop: state.start() };
  };

  test("is loading until the server has answered", async () => {
    const { state, stop } = begin(scripted(token("ses_1")).source);
    expect(state.current()).toEqual({ status: "loading", sessionId: null });
    await vi.advanceTimersByTimeAsync(0);
    expect(state.current()).toEqual({ status: "signedIn", sessionId: "ses_1" });
    stop();
  });

  test("another tab's word that is here before what it stored is not the last: the storage's own word counts too", async () => {
    const page = new EventTarget();
    vi.stubGlobal("window", page);
    const { source, answers } = scripted(null);
    const name = `test ${serial++}`;
    const state = new SignedInState(source, name, null);
    const stop = state.start();
    await vi.advanceTimersByTimeAsync(0);
    answers.push(null, token("ses_1")); // nothing is stored yet, then it is
    await state.refresh();
    expect(state.current().status).toBe("signedOut");
    page.dispatchEvent(Object.assign(new Event("storage"), { key: "something else" }));
    await vi.advanceTimersByTimeAsync(0);
    expect(state.current().status).toBe("signedOut");
    page.dispatchEvent(Object.assign(new Event("storage"), { key: name }));
    await vi.advanceTimersByTimeAsync(0);
    expect(state.current()).toEqual({ status: "signedIn", sessionId: "ses_1" });
    stop();
    vi.unstubAllGlobals();
  });

  test("a network that fails is no answer: it is asked again until there is one, less and less often", async () => {
    vi.spyOn(console, "warn").mockReturnValue();
    const { source, answers, asked } = scripted();
    const { state, stop } = begin(source);
    await vi.advanceTimersByTimeAsync(10 * 60_000);
    expect(state.current().status).toBe("loading");
    expect(asked.times).toBeLessThan(40);
    expect(console.warn).toHaveBeenCalledTimes(1);
    answers.push(token("ses_1"));
    await vi.advanceTimersByTimeAsync(40_000);
    expect(state.current().status).toBe("signedIn");
    stop();
  });

  test("a token that cannot be fetched signs nobody out; Convex gets it when the network is back", async () => {
    const { source, answers } = scripted(token("ses_1"));
    const { state, stop } = begin(source);
    await vi.advanceTimersByTimeAsync(60_000);
    const asked = state.token({ forceRefreshToken: true });
    await vi.advanceTimersByTimeAsync(2_000);
    expect(state.current().status).toBe("signedIn");
    const next = token("ses_1");
    answers.push(next);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(await asked).toBe(next);
    stop();
  });

  test("a connection takes the token that the start has fetched; the next one is new", async () => {
    const [first, second] = [token("ses_1"), token("ses_1")];
    const { source, asked } = scripted(first, second);
    const { state, stop } = begin(source);
    await vi.advanceTimersByTimeAsync(0);
    expect(await state.token({ forceRefreshToken: false })).toBeNull();
    expect(await state.token({ forceRefreshToken: true })).toBe(first);
    expect(asked.times).toBe(1);
    expect(await state.token({ forceRefreshToken: true })).toBe(second);
    stop();
  });

  test("the token of the rendered page counts at once, while it is good", async () => {
    const [good, expired] = [token("ses_1"), token("ses_1", 20)];
    const { state, stop } = begin(scripted().source, good);
    expect(state.current()).toEqual({ status: "signedIn", sessionId: "ses_1" });
    expect(await state.token({ forceRefreshToken: false })).toBe(good);
    stop();
    expect(new SignedInState(scripted().source, "late", expired).current().status).toBe("loading");
    expect(new SignedInState(scripted().source, "no token", "nonsense").current().status).toBe(
      "loading",
    );
  });

  test("only the server's answer signs out, and whoever listens hears of a change and of nothing else", async () => {
    const { state, stop } = begin(
      scripted(token("ses_1"), token("ses_1"), token("ses_2"), null).source,
    );
    const heard: (string | null)[] = [];
    state.subscribe(() => void heard.push(state.current().sessionId));
    await vi.advanceTimersByTimeAsync(0);
    for (let i = 0; i < 3; i++) await state.changed();
    expect(heard).toEqual(["ses_1", "ses_2", null]);
    expect(state.current().status).toBe("signedOut");
    stop();
  });

  test("a token of another session than the one asked about is not handed out", async () => {
    const next = token("ses_2");
    const { state, stop } = begin(scripted(token("ses_1"), next).source);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(await state.token({ forceRefreshToken: true })).toBeNull();
    expect(state.current().sessionId).toBe("ses_2");
    expect(await state.token({ forceRefreshToken: true })).toBe(next);
    stop();
  });

  test("a slow answer to an earlier question does not undo a later one", async () => {
    const pending: ((answer: string | null) => void)[] = [];
    const { state, stop } = begin(
      async () => await new Promise((resolve) => pending.push(resolve)),
    );
    const second = state.changed();
    pending[1]!(token("ses_2"));
    await second;
    pending[0]!(null);
    await vi.advanceTimersByTimeAsync(6_000);
    expect(state.current().sessionId).toBe("ses_2");

    const asked = state.token({ forceRefreshToken: true });
    const signOut = state.changed();
    pending[3]!(null);
    await signOut;
    pending[2]!(token("ses_2"));
    expect(await asked).toBeNull();
    expect(state.current().status).toBe("signedOut");
    stop();
  });
});

describe("cookies that a page keeps", () => {
  const newJar = (stores = { lasting: memoryStore(), passing: memoryStore() }) => ({
    stores,
    jar: new CookieJar(stores),
  });

  test("are kept for their lifetime, in the store that belongs to it", () => {
    const { jar, stores } = newJar();
    jar.take(
      "banata.p.session_token=a%2Fb.c%3D; Max-Age=60; Path=/; HttpOnly; SameSite=Lax, banata.p.dont_remember=1; Path=/",
    );
    expect(jar.header()).toBe("banata.p.session_token=a%2Fb.c%3D; banata.p.dont_remember=1");
    expect(jar.hasSession()).toBe(true);
    expect([stores.lasting.read(), stores.passing.read()]).toEqual([
      expect.stringContaining("session_token"),
      expect.not.stringContaining("session_token"),
    ]);
    vi.advanceTimersByTime(60_000);
    expect(jar.header()).toBe("banata.p.dont_remember=1");
  });

  test.each([
    ["an age of 0", "a=; Max-Age=0; Path=/"],
    ["an age below", "a=; Max-Age=-1"],
    ["a date in the past", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/"],
  ])("%s deletes, and leaves the others", (_name, header) => {
    const { jar } = newJar();
    jar.take("a=1; Max-Age=60, b=2; Expires=Wed, 21 Oct 2037 07:28:00 GMT; Path=/, c=3");
    jar.take(header);
    expect(jar.header().split("; ").toSorted()).toEqual(["b=2", "c=3"]);
  });

  test("a store with nonsense in it is an empty one", () => {
    const { jar, stores } = newJar();
    stores.lasting.write("{nonsense");
    stores.passing.write("null");
    expect(jar.header()).toBe("");
    jar.take("a=1; Max-Age=5");
    expect(jar.header()).toBe("a=1");
  });
});
