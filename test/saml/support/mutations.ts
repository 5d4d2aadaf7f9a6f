/** Random edits of a document, among them what wraps signatures. */
import { ASSERTION_ID, MALLORY, RESPONSE_ID, SUBJECT } from "./messages";

type Random = (below: number) => number;

const elementsIn = (document: Document): Element[] =>
  Array.from(document.getElementsByTagName("*"));
const isInside = (node: Node, ancestor: Node): boolean => {
  for (let each: Node | null = node; each; each = each.parentNode)
    if (each === ancestor) return true;
  return false;
};

export function mutate(document: Document, random: Random): void {
  const pick = <T>(list: readonly T[]): T | undefined => list[random(list.length)];
  const element = () => pick(elementsIn(document));
  const isRoot = (node: Element) => node === document.documentElement;
  const insert = (node: Node, target: Element | undefined) => {
    if (!target || isInside(target, node)) return;
    // Before itself, xmldom would loop.
    const places = Array.from(target.childNodes).filter((child) => child !== node);
    target.insertBefore(node, pick([null, ...places]) ?? null);
  };
  /** A copy that says something else, as an attacker would leave it. */
  const forge = (node: Node): Element => {
    const copy = node.cloneNode(true) as Element; // of an element
    const all = [copy, ...Array.from(copy.getElementsByTagName("*"))];
    for (const each of all) {
      if (each.textContent === SUBJECT && each.childNodes.length === 1) each.textContent = MALLORY;
      if (each.getAttribute("ID") && random(2) === 0)
        each.setAttribute("ID", `_forged-${random(9)}`);
    }
    return copy;
  };
  const whole = () =>
    pick(
      elementsIn(document).filter(({ localName }) =>
        /Assertion|Response|Signature|Subject/.test(localName),
      ),
    );

  const edits: readonly (() => void)[] = [
    () => {
      const node = element();
      if (node && !isRoot(node)) node.parentNode?.removeChild(node);
    },
    () => {
      const node = element();
      if (node && !isRoot(node)) insert(node, element());
    },
    () => {
      const node = element();
      if (node) insert(node.cloneNode(true), element());
    },
    () => {
      const node = whole();
      if (node) insert(forge(node), element());
    },
    () => {
      const node = whole();
      if (node && !isRoot(node)) node.parentNode?.insertBefore(forge(node), node);
    },
    () => {
      // The original goes into the forged one.
      const node = whole();
      if (!node || isRoot(node)) return;
      const forged = forge(node);
      node.parentNode?.replaceChild(forged, node);
      insert(node, pick([forged, ...Array.from(forged.getElementsByTagName("*"))]));
    },
    () => {
      const node = element();
      const attribute = node && pick(Array.from(node.attributes));
      if (node && attribute && !attribute.name.startsWith("xmlns"))
        node.setAttribute(
          attribute.name,
          pick([RESPONSE_ID, ASSERTION_ID, "", "2.0", `${attribute.value}x`]) ?? "",
        );
    },
    () =>
      element()?.setAttribute(
        pick(["ID", "Id", "xml:id", "x"]) ?? "x",
        pick([RESPONSE_ID, ASSERTION_ID, "_n"]) ?? "",
      ),
    () => {
      const node = element();
      if (node) node.appendChild(document.createTextNode(pick(["x", " ", "\n", MALLORY]) ?? ""));
    },
    () => {
      const node = element();
      if (node?.firstChild?.nodeType === 3) node.firstChild.nodeValue = MALLORY;
    },
    () => {
      const node = element();
      if (node) node.appendChild(document.createComment("c"));
    },
    () => {
      const node = element();
      if (node) node.appendChild(document.createCDATASection(pick(["", " ", "x"]) ?? ""));
    },
    () => {
      // White space between the parts of the response, which an unsigned one may have.
      const root = document.documentElement;
      insert(document.createTextNode("\n  "), root);
    },
    () =>
      document.documentElement.setAttribute(
        pick(["Consent", "Destination"]) ?? "",
        pick(["urn:x", ""]) ?? "",
      ),
    () => insert(document.createElementNS("urn:x", "x:Extra"), element()),
    () => {
      const node = element();
      if (!node || isRoot(node) || !node.parentNode) return;
      const wrapper = document.createElementNS(
        "urn:oasis:names:tc:SAML:2.0:protocol",
        "samlp:Extensions",
      );
      node.parentNode.replaceChild(wrapper, node);
      wrapper.appendChild(node);
    },
  ];
  pick(edits)?.();
}
