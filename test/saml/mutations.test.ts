/**
 * Random structural changes of signed responses: whatever is still accepted says the same of the
 * same person.
 */
import { DOMParser, XMLSerializer } from "@xmldom/xmldom";
import { expect, test } from "vitest";
import { SamlFault } from "../../convex/component/saml/fault";
import { verifyResponse } from "../../convex/component/saml/response";
import { isWhole } from "../support/share";
import { createRandom } from "./support/documents";
import { openLaboratory, signedAssertion } from "./support/laboratory";
import { formatAssertion, formatResponse } from "./support/messages";
import { mutate } from "./support/mutations";

const MUTATIONS = isWhole ? 6_000 : 500;

test(
  `${MUTATIONS} changed documents: none is accepted with another identity`,
  { timeout: 600_000 },
  async () => {
    const lab = await openLaboratory();
    const originals = [
      formatResponse(signedAssertion(lab)),
      lab.signResponse(formatResponse()),
      lab.signResponse(formatResponse(signedAssertion(lab))),
      lab.encryptedResponse(signedAssertion(lab), { content: "aes128-cbc" }),
      lab.signResponse(lab.encryptedResponse(formatAssertion())),
    ];
    const rules = { ...lab.rules, decryptionKeys: [lab.spKey.privateKey] };
    const expected = await Promise.all(
      originals.map(async (xml) => await verifyResponse(xml, rules)),
    );
    const refusals = new Map<string, number>();
    let accepted = 0;
    for (let seed = 1; seed <= MUTATIONS; seed++) {
      const random = createRandom(seed);
      const which = random(originals.length);
      const document = new DOMParser().parseFromString(originals[which]!, "text/xml");
      for (let edits = 1 + random(3); edits > 0; edits--) mutate(document, random);
      const xml = new XMLSerializer().serializeToString(document);
      try {
        expect(await verifyResponse(xml, rules), `seed ${seed}`).toEqual(expected[which]);
        accepted += 1;
      } catch (fault) {
        if (!(fault instanceof SamlFault)) throw fault;
        refusals.set(fault.rule, (refusals.get(fault.rule) ?? 0) + 1);
      }
    }
    console.log(`${accepted} of ${MUTATIONS} accepted, all unchanged; refused:`, refusals);
    expect(accepted).toBeGreaterThan(MUTATIONS / 50);
    expect(refusals.size).toBeGreaterThan(10);
  },
);
