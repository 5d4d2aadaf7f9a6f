/**
 * A form that was refused. Its page is shown again with what was typed, and says what is wrong. The
 * visit has it, so that no page hands the typed values on by itself.
 */
import type { CheckedForm } from "../api/checkedForm";
import type { FieldError, Problem } from "../core/errors";
import type { PortalPath } from "./paths";
import type { SessionFormVisit, SessionVisit } from "./visit";

/** Which form of the portal. */
export interface FormName {
  readonly path: PortalPath;
  /** One of several forms of the path on a page; sent as its field `id`. */
  readonly id?: string;
}

export class Refused {
  /** The field that is wrong, once the page has shown it. */
  wrong: { readonly elementId: string; readonly label: string } | null = null;

  constructor(
    readonly path: PortalPath,
    readonly form: CheckedForm,
    readonly problem: Problem,
  ) {}

  /** The first error; a page marks that field alone. */
  get error(): FieldError | null {
    return this.problem.errors?.[0] ?? null;
  }

  /** Someone else has changed what the form was made from. */
  get isOutdated(): boolean {
    return this.error?.code === "changed";
  }
}

/** For the page with the form. */
export const refuse = (visit: SessionFormVisit, problem: Problem): SessionVisit => ({
  ...visit,
  refused: new Refused(visit.path, visit.form, problem),
});

/** Null unless this very form was refused. */
export const findRefused = ({ refused }: SessionVisit, { path, id }: FormName): Refused | null =>
  refused?.path === path && (id === undefined || refused.form.text("id") === id) ? refused : null;
