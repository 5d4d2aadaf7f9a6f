/** Documents that are chosen as files. */
import { decodeUtf8 } from "../api/request";
import type { CheckedForm } from "../api/checkedForm";
import type { Problem } from "../core/errors";

/** Why a file is not taken, as the code of the field's error. */
export const uploadFaults = {
  upload_several: "Choose one file",
  upload_empty: "The file is empty",
  upload_too_big: "The file is too large",
  upload_not_text: "The file is not text in UTF-8, or in UTF-16 with a byte order mark",
} as const;
export type UploadFault = keyof typeof uploadFaults;

export type Upload =
  | { readonly text: string | null; readonly problem: null }
  | { readonly text: null; readonly problem: Problem };

/** The XML document in the field; null without a file. `maximum` is in UTF-16 units. */
export async function readUpload(
  form: CheckedForm,
  field: string,
  maximum: number,
): Promise<Upload> {
  const refused = (code: UploadFault): Upload => {
    const message = uploadFaults[code];
    const errors = [{ field, message, code }];
    return { text: null, problem: { code: "validation_error", message, errors } };
  };
  const [file, ...others] = form.files(field);
  if (!file) return { text: null, problem: null };
  if (others.length > 0) return refused("upload_several");
  if (file.size > 2 * maximum) return refused("upload_too_big"); // two bytes a unit in UTF-16
  const text = decodeText(await file.arrayBuffer());
  if (text === null || text.includes("\0")) return refused("upload_not_text");
  if (text.trim() === "") return refused("upload_empty");
  return text.length > maximum ? refused("upload_too_big") : { text, problem: null };
}

/** Null for what is neither UTF-8 nor UTF-16 with a byte order mark. */
function decodeText(bytes: ArrayBuffer): string | null {
  const view = new DataView(bytes);
  const mark = bytes.byteLength < 2 ? 0 : view.getUint16(0);
  if (mark !== BIG_ENDIAN && mark !== LITTLE_ENDIAN)
    return decodeUtf8(bytes)?.replace(/^\uFEFF/, "") ?? null;
  if (bytes.byteLength % 2 !== 0) return null;
  const isLittle = mark === LITTLE_ENDIAN;
  let text = "";
  for (let at = 2; at < bytes.byteLength; at += 2)
    text += String.fromCharCode(view.getUint16(at, isLittle));
  return withoutEncoding(text);
}

const BIG_ENDIAN = 0xfeff;
const LITTLE_ENDIAN = 0xfffe;

/** The declaration says how the file was encoded, which the text no longer is. */
const withoutEncoding = (xml: string): string =>
  xml.replace(/^(<\?xml\b[^>]*?)\s+encoding\s*=\s*(?:"[^"]*"|'[^']*')/i, "$1");
