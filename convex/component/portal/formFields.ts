/**
 * The fields of one form. After a refusal they have what was typed, but for secrets and files, and
 * the one that is wrong has the reason beside it and the focus. Where someone else has changed the
 * stored value meanwhile, its field shows that one: sending it again must not undo the change.
 */
import { html, type Html } from "../api/pageFrame";
import { findRefused, type FormName, type Refused } from "./refused";
import { explainRefusal } from "./refusals";
import type { SessionVisit } from "./visit";

interface Field {
  readonly name: string;
  readonly label: string;
  /** The field's name in the errors of the API, if it is another. */
  readonly apiName?: string;
}

interface InputField extends Field {
  /** The stored value; undefined for a field that begins empty. */
  readonly value?: string | undefined;
  readonly maximum: number;
  /** A password is never sent back. */
  readonly type?: "text" | "url" | "email" | "password";
  readonly isRequired?: boolean;
  readonly placeholder?: string;
}

interface Choice {
  readonly value: string;
  readonly label: string;
}

export class FormFields {
  private readonly refused: Refused | null;

  constructor(
    private readonly visit: SessionVisit,
    private readonly form: FormName,
  ) {
    this.refused = findRefused(visit, form);
  }

  input({ type = "text", value, maximum, isRequired = false, ...field }: InputField): Html {
    const { placeholder = "", name } = field;
    const shown = type === "password" ? "" : this.typed(name, value);
    return this.labelled(
      field,
      (id, state) =>
        html`<input
          id="${id}"
          name="${name}"
          type="${type}"
          autocomplete="off"
          autocapitalize="none"
          spellcheck="false"
          maxlength="${maximum}"
          value="${shown}"
          ${placeholder !== "" && html` placeholder="${placeholder}"`}
          ${isRequired && html` required`}
          ${state}
        />`,
    );
  }

  /** For a document of several lines. The line break keeps one that the text begins with. */
  text({ maximum, ...field }: Omit<InputField, "value" | "type">): Html {
    const { name } = field;
    return this.labelled(
      field,
      (id, state) =>
        html`<textarea
          id="${id}"
          name="${name}"
          rows="5"
          spellcheck="false"
          maxlength="${maximum}"
          ${state}
        >
${this.typed(name)}</textarea>`,
    );
  }

  /** The form must have `isUpload`. */
  file({ accept, ...field }: Field & { readonly accept: string }): Html {
    return this.labelled(
      field,
      (id, state) =>
        html`<input id="${id}" name="${field.name}" type="file" accept="${accept}" ${state} />`,
    );
  }

  choice({
    choices,
    value,
    ...field
  }: Field & { readonly choices: readonly Choice[]; readonly value?: string }): Html {
    const chosen = this.typed(field.name, value);
    return this.labelled(
      field,
      (id, state) =>
        html`<select id="${id}" name="${field.name}" required ${state}>
          ${choices.map(
            (each) =>
              html`<option value="${each.value}" ${each.value === chosen && html` selected`}>
                ${each.label}
              </option>`,
          )}
        </select>`,
    );
  }

  /** Check boxes of one name. `chosen` are the values of the marked ones. */
  checks({
    choices,
    chosen,
    name,
    label,
    apiName = name,
  }: Field & { readonly choices: readonly Choice[]; readonly chosen: readonly string[] }): Html {
    const { refused } = this;
    const marked = refused && !refused.isOutdated ? refused.form.texts(name) : chosen;
    const id = this.elementId(name);
    const wrong = this.markWrong(id, label, apiName);
    return html`<fieldset id="${id}" ${wrong?.state ?? null} ${wrong && html` tabindex="-1"`}>
      <legend>${label}</legend>
      ${choices.map(
        (each) =>
          html`<label
            ><input
              type="checkbox"
              name="${name}"
              value="${each.value}"
              ${marked.includes(each.value) && html` checked`}
            />${each.label}</label
          >`,
      )}
      ${wrong?.reason ?? null}
    </fieldset>`;
  }

  /** Whether the form was refused with something in one of the fields, which must be seen then. */
  hasTyped(names: readonly string[]): boolean {
    return names.some((name) => this.typed(name) !== "");
  }

  private typed(name: string, stored?: string): string {
    const { refused } = this;
    if (!refused || (stored !== undefined && refused.isOutdated)) return stored ?? "";
    return refused.form.text(name);
  }

  private elementId(name: string): string {
    const { path, id } = this.form;
    const act = path.slice(path.lastIndexOf("/") + 1);
    return [act, name, ...(id === undefined ? [] : [id])].join("-");
  }

  private labelled(
    { name, label, apiName = name }: Field,
    field: (id: string, state: Html | null) => Html,
  ): Html {
    const id = this.elementId(name);
    const wrong = this.markWrong(id, label, apiName);
    return html`<label for="${id}">${label}</label> ${wrong?.reason ?? null}
      ${field(id, wrong?.state ?? null)}`;
  }

  /** Null for a field that is not wrong. Errors name fields by paths such as `groupRoles[0].role`. */
  private markWrong(elementId: string, label: string, apiName: string) {
    const { refused } = this;
    const parts = refused?.error?.field.split(/[.[\]]+/) ?? [];
    if (!refused || !parts.includes(apiName) || refused.wrong) return null;
    refused.wrong = { elementId, label };
    const reasonId = `${elementId}-error`;
    return {
      reason: html`<p id="${reasonId}">${explainRefusal(this.visit, refused.problem)}</p>`,
      state: html` aria-invalid="true" aria-describedby="${reasonId}" autofocus`,
    };
  }
}
