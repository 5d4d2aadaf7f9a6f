/** Attacks and unusual documents. Each case says by which rule it is refused, or what is read. */
import { describe, expect, test } from "vitest";
import { SamlFault } from "../../convex/component/saml/fault";
import { verifyResponse } from "../../convex/component/saml/response";
import { allCases } from "./cases/all";
import { undecipherableCases } from "./cases/encryption";
import { openLaboratory } from "./support/laboratory";
import { SUBJECT } from "./support/messages";

describe.each(allCases)("%s", (_name, cases) => {
  for (const { name, rule, build, rules, expected } of cases)
    test(`${name}: ${rule ?? "accepted"}`, async () => {
      const lab = await openLaboratory();
      const verified = verifyResponse(build(lab), { ...lab.rules, ...rules?.(lab) });
      if (rule === null) {
        const { nameId, ...rest } = await verified;
        if (expected) expected({ nameId, ...rest });
        else expect(nameId.value).toBe(SUBJECT);
        return;
      }
      const fault = await verified.then(
        () => null,
        (thrown: unknown) => thrown,
      );
      expect(fault).toBeInstanceOf(SamlFault);
      expect(fault).toMatchObject({ rule });
    });
});

test("no fault of decryption differs from another", async () => {
  const lab = await openLaboratory();
  const messages = new Set<string>();
  for (const { build } of undecipherableCases)
    await verifyResponse(build(lab), lab.rules).catch((fault: Error) =>
      messages.add(fault.message),
    );
  expect(messages.size).toBe(1);
});
