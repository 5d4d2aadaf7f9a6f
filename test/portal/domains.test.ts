/** The intent `domain_verification`: everything that its pages do, through the operations. */
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { DnsOverHttps } from "../support/dnsOverHttps";
import { hiddenIn } from "../support/hosted";
import { newPortalVisitor } from "../support/portal";
import { httpRuntime } from "../support/runtime";
import { scene } from "../support/transports";

const dns = new DnsOverHttps();
beforeAll(async () => void (process.env.BANATA_AUTH_DNS_URL = (await dns.start()).url));
afterAll(() => {
  delete process.env.BANATA_AUTH_DNS_URL;
  dns.stop();
});
beforeEach(() => {
  vi.stubEnv("BANATA_AUTH_PAGES", "portal");
  return () => vi.unstubAllEnvs();
});

async function start() {
  const begun = await scene(httpRuntime);
  const { sdk, runtime, project } = begun;
  const { id: organizationId } = await sdk.organizations.createOrganization({ name: "Acme <a>" });
  const { link } = await sdk.portal.generateLink({ organizationId, intent: "domain_verification" });
  const visitor = newPortalVisitor(runtime, project.id);
  return { ...begun, organizationId, visitor, link };
}

test("a visitor claims, verifies and removes a domain of the organization", async () => {
  const { sdk, organizationId, visitor, link } = await start();
  const shown = await visitor.follow(await visitor.spend(link));
  expect([shown.status, shown.text]).toEqual([200, expect.stringContaining("Acme &lt;a&gt;")]);
  const claimed = await visitor.submit(shown, "/create", { domain: "Acme.example" });
  const [claim] = (await sdk.domains.list({ organizationId })).data;
  expect(claim).toMatchObject({ domain: "acme.example", state: "pending" });
  expect(claimed.text).toContain(claim!.txtRecord.name);
  expect(claimed.text).toContain(claim!.txtRecord.value);
  const id = hiddenIn(claimed).id!;

  const missing = await visitor.submit(claimed, "/verify", { id });
  expect(missing.text).toContain("At the last look there was no TXT record");
  dns.txt.set(claim!.txtRecord.name, ["another value"]);
  const other = await visitor.submit(missing, "/verify", { id });
  expect(other.text).toContain("had another value");
  dns.txt.set(claim!.txtRecord.name, [claim!.txtRecord.value]);
  const verified = await visitor.submit(other, "/verify", { id });
  expect(verified.text).toContain("<strong>Verified</strong>");
  expect(await sdk.domains.getVerification(claim!.id)).toMatchObject({ state: "verified" });

  const removed = await visitor.submit(verified, "/delete", { id });
  expect(removed.text).toContain("No domain has been claimed yet.");
  expect((await sdk.domains.list({ organizationId })).data).toEqual([]);
});
