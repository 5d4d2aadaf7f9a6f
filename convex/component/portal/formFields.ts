/** Fields of the forms. */
import { html, type Html } from "../api/pageFrame";

interface Field {
  readonly name: string;
  readonly label: string;
  readonly value?: string;
  readonly maximum: number;
  readonly type?: "text" | "url" | "password";
}

export const inputField = ({ name, label, value = "", maximum, type = "text" }: Field): Html =>
  html`<label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${type}"
      autocomplete="off"
      autocapitalize="none"
      spellcheck="false"
      maxlength="${maximum}"
      value="${value}"
    />`;

/** For a document of several lines. */
export const textField = ({ name, label, maximum }: Omit<Field, "value" | "type">): Html =>
  html`<label for="${name}">${label}</label>
    <textarea
      id="${name}"
      name="${name}"
      rows="5"
      spellcheck="false"
      maxlength="${maximum}"
    ></textarea>`;

export const hiddenId = (id: string): Html => html`<input type="hidden" name="id" value="${id}" />`;
