/**
 * Links of mails: what opens them without being their reader uses nothing up, and the page that
 * they show spends them by a button.
 */
import { describe, expect, inject, test } from "vitest";
import { endpoints, type MailedLink } from "../../convex/component/signIn/endpoints";
import type { Endpoint } from "../../convex/component/signIn/endpoint";
import { linkTexts } from "../../convex/component/signIn/linkPages/texts";
import { rawRequest, type RawInit, type RawRequest } from "../support/rawRequest";
import { begin, engines, eventsOf, linkIn, times, type Scene } from "../support/signIn";
import { pathIn } from "../support/visitor";

interface Way {
  /** Has the link mailed, and answers it. */
  readonly ask: (scene: Scene, callbackURL?: string) => Promise<string>;
  /** Whether the link has worked. */
  readonly worked: (scene: Scene) => Promise<boolean>;
}

const ways: Readonly<Record<MailedLink, Way>> = {
  "/magic-link/verify": {
    ask: async ({ post, inbox, ada }, callbackURL) => {
      await post("/sign-in/magic-link", { email: ada.email, callbackURL });
      return linkIn(await inbox.next(ada.email));
    },
    worked: async (scene) => (await eventsOf(scene, "session.created")).length === 1,
  },
  "/verify-email": {
    ask: async ({ post, inbox, ada, cookies }, callbackURL) => {
      await post("/sign-up/email", { ...ada, callbackURL });
      cookies.clear();
      return linkIn(await inbox.next(ada.email));
    },
    worked: async (scene) => (await eventsOf(scene, "email.verified")).length === 1,
  },
  "/undo-email-change": {
    ask: async ({ admin, client, inbox, ada, cookies, open }, callbackURL) => {
      await admin.users.createUser({ ...ada, emailVerified: true });
      await client.signIn.email(ada);
      const newEmail = `new-${ada.email}`;
      await client.changeEmail({ newEmail });
      await open(linkIn(await inbox.next(newEmail)));
      cookies.clear();
      const link = new URL(linkIn(await inbox.next(ada.email)));
      if (callbackURL !== undefined) link.searchParams.set("callbackURL", callbackURL);
      return link.href;
    },
    worked: async ({ admin, ada }) =>
      (await admin.users.listUsers({ email: ada.email })).data.length === 1,
  },
};
const names = Object.keys(ways) as MailedLink[]; // the table's own keys

const settings = {
  authMethods: { magicLink: true },
  emailPassword: { requireEmailVerification: true },
};
const navigates = { "sec-fetch-site": "none", "sec-fetch-mode": "navigate" };
const form = { "content-type": "application/x-www-form-urlencoded" };

describe.each(engines)("mailed links, %s", (engine, start) => {
  const scene = async (): Promise<Scene & { raw: RawRequest }> => {
    const begun = await begin(start, settings);
    const baseUrl = engine.includes("local") ? inject("deployment").baseUrl : null;
    return { ...begun, raw: rawRequest(begun.runtime, baseUrl) };
  };

  const openings: [string, (own: string) => RawInit][] = [
    ["a program without headers", () => ({})],
    ["HEAD", () => ({ method: "HEAD" })],
    ["HEAD with a trusted origin", (origin) => ({ method: "HEAD", headers: { origin } })],
    ["a navigation", () => ({ headers: navigates })],
    [
      "a navigation from the same site",
      () => ({
        headers: { ...navigates, "sec-fetch-site": "same-origin", "sec-fetch-dest": "document" },
      }),
    ],
    ["a navigation with a trusted origin", (origin) => ({ headers: { ...navigates, origin } })],
    [
      "one that only says that it navigates",
      (origin) => ({
        headers: { origin, "sec-fetch-mode": "navigate" },
      }),
    ],
    ["a script of another site", () => ({ headers: { origin: "https://evil.example" } })],
    ["a sandboxed page", () => ({ headers: { origin: "null" } })],
    [
      "a prefetch of the same site",
      () => ({
        headers: { "sec-fetch-site": "same-origin", "sec-fetch-mode": "no-cors" },
      }),
    ],
    [
      "an image of the same site",
      () => ({
        headers: {
          "sec-fetch-site": "same-origin",
          "sec-fetch-mode": "cors",
          "sec-fetch-dest": "image",
        },
      }),
    ],
  ];
  describe.each(names)("%s", (name) => {
    test("however often it is opened by anything else, it works for its reader", async () => {
      const opened = await scene();
      const { raw, runtime, click } = opened;
      const path = pathIn(await ways[name].ask(opened, "/home"));
      for (const [what, init] of openings) {
        const page = await raw(path, init(runtime.origin));
        expect(
          [page.status, page.headers.getSetCookie(), page.headers.get("location")],
          what,
        ).toEqual([200, [], null]);
        expect(page.headers.get("content-type"), what).toContain("text/html");
        expect((await page.text()).includes('<form method="post">'), what).toBe(
          init("").method !== "HEAD",
        );
        expect(await ways[name].worked(opened), what).toBe(false);
      }
      await click(path.replace(/^/, "https://some.example"));
      expect(await ways[name].worked(opened)).toBe(true);
    });

    test("the page is the same for every token, and counts nothing", async () => {
      const opened = await scene();
      const path = pathIn(await ways[name].ask(opened));
      const bad = path.replace(/token=[^&]*/, "token=nonsense");
      const read = async (link: string) => {
        const page = await opened.raw(link, { headers: navigates });
        const headers = [...page.headers].filter(([each]) => !/^(date|x-request-id)$/.test(each));
        return { headers, status: page.status, text: await page.text() };
      };
      const page = await read(path);
      expect(await read(bad)).toEqual(page);
      expect(page.text).toContain(linkTexts[name].button);
      expect(page.text).not.toContain(new URL(path, "http://x").searchParams.get("token"));
      const statuses = await times(120, async () => (await read(bad)).status);
      expect(new Set(statuses)).toEqual(new Set([200]));
      expect((await opened.click(`https://some.example${path}`)).status).toBe(200);
      expect(await ways[name].worked(opened)).toBe(true);
    });

    test("the page lets nothing in, and sends its address nowhere", async () => {
      const opened = await scene();
      const { headers } = await opened.raw(pathIn(await ways[name].ask(opened)));
      const policy = headers.get("content-security-policy")!.split("; ");
      expect(policy).toEqual(
        expect.arrayContaining([
          "default-src 'none'",
          "form-action 'self'",
          "frame-ancestors 'none'",
        ]),
      );
      expect(headers.get("referrer-policy")).toBe("same-origin");
      expect(headers.get("cache-control")).toBe("no-store");
    });

    const foreign: [string, Record<string, string>][] = [
      ["no origin", {}],
      ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
      ["another site in an old browser", { origin: "https://evil.example" }],
      ["a sandboxed page", { origin: "null" }],
      ["a sibling", { origin: "https://evil.example", "sec-fetch-site": "same-site" }],
      ["a trusted app that is not the page", { origin: "http://localhost:3000" }],
      ["outside of any page", { "sec-fetch-site": "none" }],
    ];
    test("a form of another page does not press the button", async () => {
      const opened = await scene();
      const path = pathIn(await ways[name].ask(opened, "/home"));
      for (const [what, headers] of foreign) {
        const answer = await opened.raw(path, { method: "POST", headers: { ...form, ...headers } });
        expect([answer.status, answer.headers.getSetCookie()], what).toEqual([403, []]);
        expect(await ways[name].worked(opened), what).toBe(false);
      }
    });

    test("the button leads on to the app's page", async () => {
      const opened = await scene();
      const { click, runtime } = opened;
      const page = await click(await ways[name].ask(opened, "/home"));
      expect(page.status).toBe(200);
      expect(page.headers.get("refresh")).toBe(`0; url=${runtime.origin}/home`);
      expect(await page.text()).toContain(`href="${runtime.origin}/home"`);
    });

    test("a link that no longer works says so on a page", async () => {
      const opened = await scene();
      const link = new URL(await ways[name].ask(opened));
      link.searchParams.set("token", "nonsense");
      link.searchParams.delete("callbackURL");
      const page = await opened.click(link.href);
      expect(await page.text()).not.toMatch(/"code"|session/);
      expect(await ways[name].worked(opened)).toBe(false);
    });

    test("a link whose target somebody exchanged leads nowhere", async () => {
      const opened = await scene();
      const link = new URL(await ways[name].ask(opened, "/home"));
      for (const target of ["https://evil.example/", "//evil.example", "javascript:alert(1)"]) {
        link.searchParams.set("callbackURL", target);
        const page = await opened.click(link.href);
        expect([page.status, page.headers.get("refresh")], target).toEqual([403, null]);
        expect(await page.text()).not.toContain("evil.example");
      }
      expect(await ways[name].worked(opened)).toBe(false);
    });

    test("the script of a trusted page spends it by its own call", async () => {
      const opened = await scene();
      const answer = await opened.open(await ways[name].ask(opened, "/home"));
      expect([answer.status, answer.headers.get("location")]).toEqual([
        302,
        expect.stringMatching(/\/home$/),
      ]);
      expect(await ways[name].worked(opened)).toBe(true);
    });

    test("so does a script on the runtime's own origin, which names none", async () => {
      const opened = await scene();
      const answer = await opened.raw(pathIn(await ways[name].ask(opened, "/home")), {
        headers: {
          "sec-fetch-site": "same-origin",
          "sec-fetch-mode": "cors",
          "sec-fetch-dest": "empty",
        },
      });
      expect(answer.status).toBe(302);
      expect(await ways[name].worked(opened)).toBe(true);
    });
  });

  test("of twenty presses at once, one signs in", async () => {
    const opened = await scene();
    const link = await ways["/magic-link/verify"].ask(opened, "/home");
    const visitors = await times(20, async () => {
      const visitor = opened.visit();
      await visitor.click(link);
      return (await visitor.client.getSession()).data;
    });
    expect(visitors.filter((session) => session !== null)).toHaveLength(1);
  });

  test("HEAD spends nothing on any endpoint: a page, the answer to a read, or 405", async () => {
    const { raw, project } = await scene();
    for (const [name, row] of Object.entries<Endpoint | null>(endpoints)) {
      const path = `/p/${project.id}/api/auth${name.replace(/:\w+/, "github")}`;
      const answer = await raw(path, { method: "HEAD" });
      const reads = row !== null && (row.mailedLink || row.answersHead);
      const wanted = reads ? 200 : row?.methods.includes("GET") ? 405 : 404;
      expect([name, answer.status, await answer.text()]).toEqual([name, wanted, ""]);
      if (wanted === 405) expect(answer.headers.get("allow")).toContain("GET");
    }
    const signedOut = await raw(`/p/${project.id}/api/auth/jwks`, { method: "HEAD" });
    expect(signedOut.status).toBe(200);
  });
});
