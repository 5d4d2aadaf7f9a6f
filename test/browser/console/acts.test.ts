/** Every act of every page of the console: the page performs it, by the operation of the table. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { pages, type OperationName, type OperatorOperation } from "../../../pages/src/pages";
import { useChromium } from "../chromium";
import { drivers } from "./drivers";
import { ConsoleStage } from "./stage";

const browser = useChromium();
let stage: ConsoleStage | undefined;
beforeAll(async () => {
  stage = await ConsoleStage.start(browser());
});
afterAll(async () => await stage?.close());

const rows = Object.entries(pages).flatMap(([page, { acts }]) =>
  Object.entries<OperatorOperation>(acts).map(([act, operation]) => ({
    act: `${page}.${act}`,
    operation,
  })),
);
// In the order of the drivers, the last of which deletes the project.
const names = Object.keys(drivers);
const ordered = rows.toSorted((a, b) => names.indexOf(a.act) - names.indexOf(b.act));

test.each(ordered)("$act calls $operation", async ({ act, operation }) => {
  const mark = stage!.mark();
  await drivers[act as keyof typeof drivers](stage!);
  expect(await stage!.answerOf(operation, mark)).toBe(200);
  expect(stage!.errors.splice(0)).toEqual([]);
});

/** Operations that operators may call, and why no page does. */
const FOR_PROGRAMS = "It answers programs; the page reads the same from another operation.";
const withoutPage: Readonly<Record<Exclude<OperatorOperation, OperationName>, string>> = {
  "users.hasPermission": FOR_PROGRAMS,
  "users.impersonateUser": "The token is for programs; the page opens an app.",
  "users.stopImpersonating": "The app ends it, or the act that ends a session.",
  "organizations.getMember": FOR_PROGRAMS,
  "organizations.getInvitation": FOR_PROGRAMS,
  "organizations.checkSlug": "Creating an organization reports a slug that is taken.",
  "rbac.checkPermission": FOR_PROGRAMS,
  "rbac.checkPermissions": FOR_PROGRAMS,
  "rbac.getMyPermissions": FOR_PROGRAMS,
  "apiKeys.listKeys": FOR_PROGRAMS,
  "apiKeys.getKey": FOR_PROGRAMS,
  "projects.getProject": FOR_PROGRAMS,
  "projects.getCurrentProject": FOR_PROGRAMS,
  "projects.ensureDefaultProject": "Operators name their first project themselves.",
  "emails.send": "Apps send their own mail; the console sends tests.",
  "emails.getTemplate": FOR_PROGRAMS,
  "events.getFeed": "Every page of a project subscribes to it (live.test.ts).",
  "portal.generateLink": "The app's back end makes links for its customers.",
  "portal.listSessions": "The app's back end makes links for its customers.",
  "portal.revokeSession": "The app's back end makes links for its customers.",
  "vault.get": FOR_PROGRAMS,
};

test("an operation without a page has a reason", () => {
  expect(Object.values(withoutPage).filter((reason) => reason.trim() === "")).toEqual([]);
});
