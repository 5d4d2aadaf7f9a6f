/** Which steps of a connection are done, and which one is next; the others are optional. */
import { html, type Html } from "../../api/pageFrame";
import { fillText } from "../../hosted/texts/fill";
import type { Texts } from "../texts/en";
import type { Connection } from "./connections";

interface Step {
  /** Of the heading. */
  readonly id: string;
  readonly title: keyof Texts;
  readonly isDone: (connection: Connection) => boolean;
}

/** Null until the identity provider's values are there. */
export const findPresent = ({ samlConfig, oidcConfig }: Connection): string | null =>
  samlConfig?.idpEntityId ?? oidcConfig?.issuer ?? null;

const isConfigured = (connection: Connection): boolean => findPresent(connection) !== null;

/** In the order of the page. */
const steps: readonly Step[] = [
  { id: "provider", title: "stepProvider", isDone: isConfigured },
  { id: "configure", title: "stepConfigure", isDone: isConfigured },
  { id: "domains", title: "stepDomains", isDone: ({ domains }) => domains.length > 0 },
  { id: "test", title: "stepTest", isDone: ({ testedAt }) => testedAt !== null },
  { id: "activate", title: "stepActivate", isDone: ({ state }) => state === "active" },
];

export function showProgress(texts: Texts, connection: Connection): Html {
  const next = steps.find(({ isDone }) => !isDone(connection));
  if (next === undefined) return html``;
  const items = steps.map((step) => {
    const title = texts[step.title];
    if (step === next)
      return html`<li>
        <a href="#${step.id}" aria-current="step">${fillText(texts.stepNext, { title })}</a>
      </li>`;
    return html`<li>${step.isDone(connection) ? fillText(texts.stepDone, { title }) : title}</li>`;
  });
  return html`<nav aria-label="${texts.steps}">
    <ul>
      ${items}
    </ul>
  </nav>`;
}
