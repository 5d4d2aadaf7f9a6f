/** The page of a directory lists the requests that failed, as the identity provider was answered. */
import { afterAll, beforeAll, expect, test } from "vitest";
import { useChromium } from "../chromium";
import { ConsoleStage } from "./stage";

const browser = useChromium();
let stage: ConsoleStage | undefined;
beforeAll(async () => {
  stage = await ConsoleStage.start(browser());
});
afterAll(async () => await stage?.close());

test("each with its answer and its request id, the newest first", async () => {
  const { api, page } = stage!;
  const { id: organizationId } = await api.organizations.createOrganization({ name: "Acme" });
  const { id, scimConfig } = await api.directories.createDirectory({
    ...{ organizationId, name: "Okta", provider: "okta" },
  });
  await stage!.open(`organizations/${organizationId}/directories/${id}`);
  await page.getByText("No request yet").waitFor();
  expect(await page.getByText("Last failed requests").count()).toBe(0);

  const authorization = `Bearer ${scimConfig.bearerToken}`;
  for (const name of ["first", "second"]) {
    // One a second is kept, by the clock of the deployment.
    await expect
      .poll(
        async () => {
          const headers = { authorization, "x-request-id": `the.${name}.request` };
          await fetch(`${scimConfig.baseUrl}/Users?filter=${name}`, { headers });
          const { lastFailure } = await api.directories.getDirectory(id);
          return lastFailure?.requestId;
        },
        { timeout: 20_000, interval: 300 },
      )
      .toBe(`the.${name}.request`);
  }
  await page.reload();
  const list = page.getByRole("list", { name: "Last failed requests" });
  await list.waitFor();
  const rows = await list.getByRole("listitem").allTextContents();
  expect(rows).toEqual([
    expect.stringMatching(/filter.*HTTP status 400, invalidFilter.*the\.second\.request/is),
    expect.stringMatching(/filter.*HTTP status 400, invalidFilter.*the\.first\.request/is),
  ]);
  expect(await stage!.accessibilityFaults()).toEqual([]);
  expect(stage!.errors).toEqual([]);
});
