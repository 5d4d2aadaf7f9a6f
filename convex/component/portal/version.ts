/**
 * The version of what a form was made from. A form that sends a whole list has it, so that of two
 * administrators none undoes what the other has done: the second sees the new list, and decides.
 */
import type { CheckedForm } from "../api/checkedForm";
import type { Html } from "../api/pageFrame";
import { hiddenField } from "./forms";

const FIELD = "version";

export const versionField = ({ updatedAt }: { readonly updatedAt: string }): Html =>
  hiddenField(FIELD, String(Date.parse(updatedAt)));

/** A form without it is from no version, so the API refuses it. */
export function readVersion(form: CheckedForm): { readonly expectedUpdatedAt: number } {
  const sent = form.text(FIELD);
  return { expectedUpdatedAt: /^\d{1,15}$/.test(sent) ? Number(sent) : 0 };
}
