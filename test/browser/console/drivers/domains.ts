import { inject } from "vitest";
import { publishTxt } from "../../../support/dnsOverHttps";
import type { ConsoleStage } from "../stage";
import { unique, type DriversOf } from "./driver";
import { newOrganization } from "./samples";

async function openDomain(stage: ConsoleStage) {
  const { id: organizationId } = await newOrganization(stage);
  const domain = `${unique("acme")}.example`;
  const claim = await stage.api.domains.createVerification({ organizationId, domain });
  await stage.open(`organizations/${organizationId}/domains/${claim.id}`);
  return claim;
}

export const domains: DriversOf<"domains" | "domain"> = {
  "domains.list": async (stage) => {
    const { id } = await newOrganization(stage);
    await stage.open(`organizations/${id}`);
    await stage.page.getByRole("link", { name: "Domains" }).press("Enter");
    await stage.page.getByText("No domains").waitFor();
    await stage.isFocused("Domains");
  },
  "domains.create": async (stage) => {
    const { id } = await newOrganization(stage);
    await stage.open(`organizations/${id}/domains`);
    await stage.press("Add domain");
    const domain = `${unique("acme")}.example`;
    await stage.fill("Domain", domain);
    await stage.page.getByRole("dialog").getByRole("button", { name: "Add domain" }).click();
    await stage.heading(domain).waitFor();
    await stage.page.getByText(`_banata-challenge.${domain}`).waitFor();
    await stage.press("Copy Record value");
  },
  "domain.read": async (stage) => {
    const { txtRecord } = await openDomain(stage);
    await stage.page.getByText(txtRecord.value).waitFor();
  },
  "domain.verify": async (stage) => {
    const { domain, txtRecord } = await openDomain(stage);
    const publish = async (text: string) =>
      await publishTxt(inject("resolverUrl"), txtRecord.name, [text]);
    await publish("another value");
    await stage.press("Look up now");
    await stage.page.getByText("Another value was found.").waitFor();
    await publish(txtRecord.value);
    await stage.press("Look up now");
    await stage.page.getByText(`Verified ${domain}`).waitFor();
    await stage.page.getByText("Another value was found.").waitFor({ state: "detached" });
  },
  "domain.delete": async (stage) => {
    const { domain } = await openDomain(stage);
    await stage.press("Delete");
    await stage.confirmDeletion(domain, "Delete domain");
    await stage.page.getByText("No domains").waitFor();
  },
};
