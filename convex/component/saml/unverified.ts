import { SaxesParser, type SaxesTagNS } from "saxes";
import { SamlFault } from "./fault";
import { PROTOCOL } from "./namespaces";
import { assertText } from "./xml/tree";

/** What a response says of itself before anything was verified. For routing and logs alone. */
export interface UnverifiedResponse {
  readonly inResponseTo: string | null;
}

class FirstTag extends Error {
  constructor(readonly tag: SaxesTagNS) {
    super();
  }
}

/** Reads the first tag of the document and nothing else. */
export function readUnverifiedResponse(xml: string): UnverifiedResponse {
  assertText(xml);
  const tag = readFirstTag(xml);
  if (tag?.local !== "Response" || tag.uri !== PROTOCOL)
    throw new SamlFault("wrong-document", "The document is not a SAML 2.0 Response.");
  return { inResponseTo: tag.attributes.InResponseTo?.value ?? null };
}

function readFirstTag(xml: string): SaxesTagNS | null {
  const parser = new SaxesParser({ xmlns: true, position: false });
  parser.on("opentag", (tag) => {
    throw new FirstTag(tag); // the parser cannot be stopped
  });
  try {
    parser.write(xml).close();
  } catch (thrown) {
    if (thrown instanceof FirstTag) return thrown.tag;
  }
  return null;
}
