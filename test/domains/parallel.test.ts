/** Lookups at the same time, on a deployment whose transactions really run in parallel. */
import { expect, inject, test } from "vitest";
import { publishTxt } from "../support/dnsOverHttps";
import { deployedRuntime } from "../support/runtime";
import { scene, twoOrganizations } from "../support/transports";

const CALLS = 100;

test(`of ${CALLS} verifications of one domain by two organizations at once, one organization has it`, async () => {
  const { client } = await scene(() => deployedRuntime());
  const organizations = await twoOrganizations(client);
  const claims = await Promise.all(
    organizations.map(
      async (organizationId) =>
        await client.domains.createVerification({ organizationId, domain: "acme.example" }),
    ),
  );
  await publishTxt(
    inject("resolverUrl"),
    claims[0]!.txtRecord.name,
    claims.map(({ txtRecord }) => txtRecord.value),
  );
  const answers = await Promise.all(
    Array.from({ length: CALLS }, async (_, i) => {
      const { id } = claims[i % 2]!; // there are two
      return await client.domains.verify({ id }).then(
        ({ state }) => `${i % 2} ${state}`,
        ({ code }: { code: string }) => `${i % 2} ${code}`,
      );
    }),
  );
  const [first, second] = ["0", "1"].map((which) =>
    answers.includes(`${which} verified`) ? "verified" : "conflict",
  );
  expect(new Set([first, second])).toEqual(new Set(["verified", "conflict"]));
  expect(new Set(answers)).toEqual(new Set([`0 ${first}`, `1 ${second}`]));
  const states = await Promise.all(
    claims.map(async ({ id }) => (await client.domains.getVerification({ id })).state),
  );
  expect(states.toSorted()).toEqual(["pending", "verified"]);
  const { data } = await client.events.listEvents({ eventTypes: ["domain.*"] });
  expect(data.map(({ type }) => type)).toEqual([
    "domain.created",
    "domain.created",
    "domain.verified",
  ]);
}, 120_000);
