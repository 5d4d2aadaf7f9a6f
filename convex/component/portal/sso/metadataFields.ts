/** The identity provider's metadata in forms: an address, a file, or the document's text. */
import { html, type Html } from "../../api/pageFrame";
import type { CheckedForm } from "../../api/checkedForm";
import type { Problem } from "../../core/errors";
import { bounds } from "../../sso/fields";
import type { FormFields } from "../formFields";
import { readUpload } from "../uploads";
import type { Texts } from "../texts/en";

/** Of a web address. */
export const MAXIMUM_URL = 2_048;

const FILE = "metadataFile";
const names = ["metadataUrl", "metadataXml"] as const;

export const metadataFields = (texts: Texts, form: FormFields): Html =>
  html`${form.input({
    ...{ name: "metadataUrl", label: texts.metadataAddress, type: "url", maximum: MAXIMUM_URL },
  })}
  ${form.file({ name: FILE, label: texts.metadataFile, accept: ".xml,application/xml,text/xml" })}
  ${form.text({
    ...{ name: "metadataXml", label: texts.metadataText, maximum: bounds.metadataXml },
  })}`;

export interface Metadata {
  readonly metadataUrl?: string;
  readonly metadataXml?: string;
}

type ReadMetadata =
  | {
      /** Empty without any. */
      readonly given: Metadata;
      readonly problem: null;
      /** Names the form's field: the API knows a document, and not that it was in a file. */
      readonly toFormProblem: (problem: Problem) => Problem;
    }
  | { readonly problem: Problem };

/** What the form has; a problem for a file that cannot be read, or beside another source. */
export async function readMetadataFields(form: CheckedForm): Promise<ReadMetadata> {
  const upload = await readUpload(form, FILE, bounds.metadataXml);
  if (upload.problem) return upload;
  const typed = Object.fromEntries(
    names.map((name) => [name, form.text(name).trim()] as const).filter(([, text]) => text !== ""),
  ) as Metadata; // of these names
  if (upload.text === null)
    return { given: typed, problem: null, toFormProblem: (problem) => problem };
  if (Object.keys(typed).length > 0) return { problem: twoSources };
  return { given: { metadataXml: upload.text }, problem: null, toFormProblem: toFileField };
}

const TWO = "Expected an address, a file or a document, not two of them";
const twoSources: Problem = {
  code: "validation_error",
  message: TWO,
  errors: [{ field: FILE, message: TWO, code: "two_sources" }],
};

const toFileField = ({ errors, ...problem }: Problem): Problem => ({
  ...problem,
  ...(errors
    ? { errors: errors.map((each) => ({ ...each, field: each.field.replace(DOCUMENT, FILE) })) }
    : {}),
});

const DOCUMENT = /\bmetadata(?:Xml|Url)\b/;
