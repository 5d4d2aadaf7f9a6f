import { html, type Html } from "../../api/pageFrame";
import type { Refusal } from "../refusals";
import type { PageVisit } from "../visit";

/** Why the form came back, above its fields; screen readers read it first. */
export const showRefusal = ({ texts }: PageVisit, refusal: Refusal | null): Html | null =>
  refusal && html`<p role="alert"><strong>${texts[refusal.text]}</strong></p>`;
