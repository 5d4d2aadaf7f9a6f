import { SamlFault } from "./fault";
import { ASSERTION } from "./namespaces";
import type { ResponseRules } from "./response";
import { parseTime, SKEW_MS } from "./time";
import { childElements, childrenNamed, findAttribute, readText } from "./xml/navigation";
import type { XmlElement } from "./xml/tree";

/** Conditions that are met by using an assertion once and not passing it on. */
const metConditions = ["OneTimeUse", "ProxyRestriction"];

/** Every condition must hold. One that is not known makes the assertion invalid (Core 2.5.1). */
export function checkConditions(conditions: XmlElement, rules: ResponseRules): void {
  checkValidity(conditions, rules.now);
  let audiences = 0;
  for (const condition of childElements(conditions)) {
    const isKnown = condition.namespace === ASSERTION && !condition.attributes.some(isXsiType);
    if (isKnown && condition.local === "AudienceRestriction") {
      audiences += 1;
      checkAudience(condition, rules.spEntityId);
    } else if (!isKnown || !metConditions.includes(condition.local))
      throw new SamlFault("conditions", "The assertion has a condition that is not supported.");
  }
  if (audiences === 0)
    throw new SamlFault("audience", "The assertion is not restricted to an audience.");
}

/** `<Condition xsi:type="…">` extends the schema. */
const isXsiType = ({ local }: { readonly local: string }) => local === "type";

function checkValidity(conditions: XmlElement, now: number): void {
  const [notBefore, notOnOrAfter] = ["NotBefore", "NotOnOrAfter"].map((name) =>
    findAttribute(conditions, name),
  );
  const begin = notBefore === null ? null : parseTime(notBefore ?? null, "conditions-time");
  const end = notOnOrAfter === null ? null : parseTime(notOnOrAfter ?? null, "conditions-time");
  if (begin !== null && begin > now + SKEW_MS)
    throw new SamlFault("conditions-time", "The assertion is not valid yet.");
  if (end !== null && end <= now - SKEW_MS)
    throw new SamlFault("conditions-time", "The assertion has expired.");
  if (begin !== null && end !== null && begin >= end)
    throw new SamlFault("conditions-time", "The assertion expires before it is valid.");
}

/** Audiences of one restriction are alternatives; restrictions must all hold (Core 2.5.1.4). */
function checkAudience(restriction: XmlElement, spEntityId: string): void {
  const audiences = childrenNamed(restriction, ASSERTION, "Audience").map(readText);
  if (!audiences.includes(spEntityId))
    throw new SamlFault("audience", "The assertion is not for this connection's entity id.");
}
