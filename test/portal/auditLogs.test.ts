/** The intent `audit_logs`: the organization's entries, with filters, and no others. */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { fillFile, MAXIMUM_CALLS } from "../../convex/component/portal/auditLogs/export";
import type { Shown } from "../support/hosted";
import { newPortalVisitor } from "../support/portal";
import { httpRuntime } from "../support/runtime";
import { keyWith, scene, twoOrganizations } from "../support/transports";

beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

const CSV = "text/csv; charset=utf-8";

/** The path of the link with the text, below the project. */
const linkIn = ({ text }: Shown, name: string): string =>
  new RegExp(`href="([^"]*)"[^>]*>\\s*${name}`)
    .exec(text)![1]!
    .replaceAll("&amp;", "&")
    .replace(/^\/p\/[^/]+/, "");

async function start({ mayExport = false } = {}) {
  const begun = await scene(httpRuntime);
  const { client, sdk, runtime, project } = begun;
  const [here, there] = await twoOrganizations(client);
  const maker = await keyWith(begun, [
    ...["portal.create", "audit.read"],
    ...(mayExport ? ["audit.export"] : []),
  ]);
  await sdk.organizations.updateOrganization({ organizationId: here, name: "Renamed <b>" });
  await sdk.organizations.updateOrganization({ organizationId: there, name: "Elsewhere" });
  const { link } = await maker.sdk.portal.generateLink({
    ...{ organizationId: here, intent: "audit_logs" },
  });
  const visitor = newPortalVisitor(runtime, project.id);
  const shown = await visitor.follow(await visitor.spend(link));
  return { sdk, project, here, there, visitor, shown };
}

test("a visitor reads the entries of the organization, and no others", async () => {
  const { shown, there } = await start();
  expect(shown.status).toBe(200);
  for (const action of ["organization.updated", "portal.link_created", "portal.session_started"])
    expect(shown.text).toContain(`<strong>${action}</strong`);
  expect(shown.text).not.toContain(there);
  expect(shown.text).not.toContain("Elsewhere");
});

test("filters are applied, kept in the form, and never fail the page", async () => {
  const { visitor } = await start();
  const found = async (query: string) => {
    const { status, text } = await visitor.open(`/portal/audit-logs?${query}`);
    return { status, text, count: text.split("<time ").length - 1 };
  };
  const one = await found("action=organization.updated&outcome=success");
  expect([one.status, one.count]).toEqual([200, 1]);
  expect(one.text).toMatch(/value="organization\.updated"/);
  expect(one.text).toMatch(/<option value="success"\s+selected>/);
  expect((await found("outcome=denied")).count).toBe(0);
  expect((await found("from=2001-01-01&to=2001-01-02")).count).toBe(0);
  const today = new Date().toISOString().slice(0, 10);
  expect((await found(`from=${today}&to=9999-12-31`)).count).toBeGreaterThan(1);
  for (const query of [
    "from=nonsense&to=0000-00-00&outcome=x",
    `action=${"x".repeat(200)}`,
    "after=x",
  ])
    expect((await found(query)).status, query).toBeLessThan(500);
});

test("entries beyond a page are behind a link, with the same filters", async () => {
  const { sdk, here, visitor } = await start();
  for (let i = 0; i < 51; i++)
    await sdk.organizations.updateOrganization({ organizationId: here, name: `Name ${i}` });
  const first = await visitor.open("/portal/audit-logs?action=organization.updated");
  const href = /class="button" href="([^"]*after=[^"]*)"/.exec(first.text)![1]!;
  expect(href).toContain("action=organization.updated");
  const path = href.replaceAll("&amp;", "&").replace(/^\/p\/[^/]+/, "");
  const second = await visitor.open(path);
  expect(second.text.split("<time ").length - 1).toBe(2);
});

describe("the download", () => {
  const download = async (visitor: Awaited<ReturnType<typeof start>>["visitor"], query = "") => {
    const { response, status, text } = await visitor.open(`/portal/audit-logs/export?${query}`);
    return { headers: response.headers, status, text, lines: text.split("\r\n").slice(1, -1) };
  };

  test("is a CSV file of the organization's entries, in UTF-8, with times of UTC", async () => {
    const { visitor, shown, there } = await start({ mayExport: true });
    expect(shown.text).toContain("Download these entries as CSV");
    const { headers, status, text, lines } = await download(visitor);
    expect(status).toBe(200);
    expect(headers.get("content-type")).toBe(CSV);
    expect(headers.get("content-disposition")).toMatch(
      /^attachment; filename="audit-log-[\d-]{10}\.csv"$/,
    );
    expect(headers.get("cache-control")).toBe("no-store");
    // `open` decodes the body, which takes the mark away.
    expect(text).toMatch(/^\uFEFF?id,occurredAt,createdAt,action,/);
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(line).toMatch(/^[^,]+,\d{4}-\d\d-\d\dT[\d:.]{12}Z,/);
    expect(text).not.toContain(there);
    expect(text).not.toContain("Elsewhere");
  });

  test("begins with a byte order mark", async () => {
    const { visitor, project } = await start({ mayExport: true });
    const response = await visitor.browse(`/p/${project.id}/portal/audit-logs/export`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    expect([...bytes.slice(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  });

  test("has the filters of the page", async () => {
    const { visitor } = await start({ mayExport: true });
    const page = await visitor.open("/portal/audit-logs?action=organization.updated&to=2999-01-01");
    expect(page.text).toContain(
      "/portal/audit-logs/export?action=organization.updated&amp;to=2999-01-01",
    );
    expect((await download(visitor, "action=organization.updated")).lines).toHaveLength(1);
    expect((await download(visitor, "outcome=denied")).lines).toEqual([]);
    expect((await download(visitor, "to=2001-01-01")).lines).toEqual([]);
    for (const query of ["after=x", "after=99999999999999999999", `action=${"x".repeat(200)}`])
      expect((await download(visitor, query)).status, query).toBeLessThan(500);
  });

  test("has no cell that a spreadsheet would run", async () => {
    const { visitor, sdk, here } = await start({ mayExport: true });
    for (const start of ["=", "+", "-", "@", " =", "＝"])
      await sdk.auditLogs.createEvent({
        ...{
          organizationId: here,
          action: "evil.try",
          actorType: "user",
          actorId: `${start}HYPERLINK("x")`,
        },
      });
    const { lines } = await download(visitor, "action=evil.try");
    expect(lines).toHaveLength(6);
    for (const line of lines) expect(line).toMatch(/,"'\s?[=+\-@＝]HYPERLINK\(""x""\)",/);
  });

  test("that is too large for one file comes in parts that have every entry once", async () => {
    const { visitor, sdk, here } = await start({ mayExport: true });
    const text = "x".repeat(16_000);
    const big = {
      ...{ organizationId: here, action: "big.entry", actorType: "user" as const },
      ...{ metadata: JSON.stringify({ text }) },
      changes: JSON.stringify({ before: { text }, after: {} }),
    };
    const ids = Array.from({ length: 200 }, (_, i) => `number${i}`);
    for (const actorId of ids) await sdk.auditLogs.createEvent({ ...big, actorId });

    const read: string[] = [];
    let page = await visitor.open("/portal/audit-logs/export?action=big.entry");
    for (let parts = 1; page.response.headers.get("content-type") !== CSV; parts++) {
      expect([page.status, parts]).toEqual([200, 1]);
      const [part, rest] = ["Download this part", "On to the rest"].map((text) =>
        linkIn(page, text),
      );
      const file = await visitor.open(part!);
      expect(file.response.headers.get("content-type")).toBe(CSV);
      read.push(file.text);
      page = await visitor.open(rest!);
    }
    const files = [...read, page.text];
    for (const file of files) expect(file).toMatch(/^\uFEFF?id,occurredAt,/);
    expect(files).toHaveLength(2);
    expect(files.flatMap((file) => file.match(/\bnumber\d+\b/g) ?? [])).toEqual(ids);
  });

  test("that takes too many reads comes in parts, even where a filter finds nothing", async () => {
    const asked: (number | null)[] = [];
    const read = async (after: number | null) => {
      asked.push(after);
      if (asked.length > 2 * MAXIMUM_CALLS) throw new Error("The reads do not end.");
      return { problem: null, lines: "", next: (after ?? 0) + 1 };
    };
    const first = await fillFile(read, null);
    expect(first).toEqual({ problem: null, lines: "", next: MAXIMUM_CALLS });
    expect(asked).toHaveLength(MAXIMUM_CALLS);
    await fillFile(read, MAXIMUM_CALLS);
    expect(asked).toEqual([null, ...Array.from({ length: asked.length - 1 }, (_, i) => i + 1)]);
  });

  test("needs audit.export of the maker of the link", async () => {
    const { visitor, shown } = await start();
    expect(shown.text).not.toContain("Download these entries as CSV");
    const { status, text, headers } = await download(visitor);
    expect([status, headers.get("content-disposition")]).toEqual([403, null]);
    expect(text).toContain("This link does not allow that.");
  });
});
