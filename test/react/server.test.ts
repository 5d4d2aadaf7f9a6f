/**
 * The provider where there is no browser: rendering on a server touches neither storage nor
 * network, and says nothing that the browser would have to take back.
 */
import { ConvexReactClient } from "convex/react";
import { createElement as h, type ReactNode } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import {
  AuthLoading,
  BanataAuthProvider,
  RequirePermission,
  SignedIn,
  SignedOut,
  useAuth,
  useMembers,
  useOrganization,
  useOrganizations,
  usePermission,
  useSession,
  useUser,
} from "../../src/react";

afterEach(() => void vi.restoreAllMocks());

function render(page: ReactNode, props: object = {}): string {
  const client = new ConvexReactClient("https://happy-animal-1.convex.cloud", {
    skipConvexDeploymentUrlCheck: true,
  });
  const requests = vi.spyOn(globalThis, "fetch");
  const html = renderToString(
    h(
      BanataAuthProvider,
      {
        client,
        baseUrl: "https://happy-animal-1.convex.site/banata",
        projectId: "proj_1",
        ...props,
      },
      page,
    ),
  );
  expect(requests).not.toHaveBeenCalled();
  return html;
}

test("nobody is shown as signed in or out before it is known", () => {
  const page = [
    h(AuthLoading, { key: 1 }, "loading"),
    h(SignedIn, { key: 2 }, "in"),
    h(SignedOut, { key: 3 }, "out"),
    h(RequirePermission, { key: 4, permission: "a.b", fallback: "no" }, "yes"),
  ];
  expect(render(page)).toBe("loading");
  const token = `e30.${btoa(JSON.stringify({ sid: "ses_1", exp: Date.now() / 1_000 + 900 }))}.sig`;
  expect(render(page, { initialToken: token })).toBe("loading");
  expect(render(page, { baseUrl: "", projectId: undefined })).toBe("loading");
});

test("the hooks answer undefined, and an empty page of members", () => {
  const seen: unknown[] = [];
  function Page() {
    seen.push(
      useUser(),
      useSession(),
      useOrganizations(),
      useOrganization("org_1"),
      useOrganization(null),
      usePermission("a.b"),
    );
    const { members, status } = useMembers("org_1");
    seen.push(members, status, typeof useAuth().signIn.email);
    return null;
  }
  render(h(Page));
  expect(seen).toEqual([
    undefined,
    undefined,
    undefined,
    undefined,
    null,
    undefined,
    [],
    "LoadingFirstPage",
    "function",
  ]);
});

test("outside of the provider a hook says what is missing", () => {
  vi.spyOn(console, "error").mockReturnValue();
  function Page() {
    useAuth();
    return null;
  }
  expect(() => renderToString(h(Page))).toThrow("<BanataAuthProvider>");
});
