/**
 * Forms of the runtime's own pages. A form is bound to the browser (by a cookie that all tabs
 * share), to where it is sent, to the parameters of the page, and to the session that the page was
 * shown for.
 */
import { isOwnForm } from "./ownForm";
import { acceptedMacs, equalInConstantTime, projectMac } from "../core/secrets";
import { readBody, readBytes } from "./request";

export const FORM_FIELD = "form";

/** What a form is bound to, besides the browser. */
export interface FormBinding {
  /** The pages that it belongs to, which is part of the key. */
  readonly purpose: "hosted form" | "portal form";
  readonly projectId: string;
  /** Below the project. */
  readonly path: string;
  /** The query, with the parameters of the page. */
  readonly search: string;
  readonly sessionId: string | null;
}

/** The value of the hidden field. */
export const signForm = async (browser: string, bound: FormBinding): Promise<string> =>
  await projectMac(bound.projectId, bound.purpose, toText(browser, bound));

const toText = (browser: string, { path, search, sessionId }: FormBinding): string =>
  JSON.stringify([browser, path, search, sessionId]);

/** The fields of a form that a page of the runtime has shown in this browser. */
export class CheckedForm {
  private constructor(private readonly fields: Fields) {}

  /** Null for any other form. */
  static async check(
    request: Request,
    browser: string | null,
    { origin, ...bound }: FormBinding & { readonly origin: string },
  ): Promise<CheckedForm | null> {
    if (browser === null || !isOwnForm(request.headers, origin)) return null;
    const fields = await readFields(request);
    const sent = fields?.texts.get(FORM_FIELD) ?? "";
    const accepted = await acceptedMacs(bound.projectId, bound.purpose, toText(browser, bound));
    const isAccepted = accepted.some((mac) => equalInConstantTime(mac, sent));
    return fields && isAccepted ? new CheckedForm(fields) : null;
  }

  /** Empty for a missing field. */
  text(name: string): string {
    return this.fields.texts.get(name) ?? "";
  }

  /** Of a field that a form may have several times, such as check boxes. */
  texts(name: string): string[] {
    return this.fields.texts.getAll(name);
  }

  /** The files that were chosen in a field. */
  files(name: string): Blob[] {
    return this.fields.files.filter(([field]) => field === name).map(([, file]) => file);
  }
}

interface Fields {
  readonly texts: URLSearchParams;
  readonly files: readonly (readonly [name: string, file: Blob])[];
}

/** Null for a body that is not the multipart form that it is said to be. */
async function readFields(request: Request): Promise<Fields | null> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\b/i.test(type))
    return { texts: new URLSearchParams(await readBody(request)), files: [] };
  const bytes = await readBytes(request);
  const data = await new Response(bytes, { headers: { "content-type": type } })
    .formData()
    .catch(() => null);
  if (!data) return null;
  const texts = new URLSearchParams();
  const files: (readonly [string, Blob])[] = [];
  for (const [name, value] of data) {
    if (typeof value === "string") texts.append(name, value);
    // Browsers send a field without a file as an empty one without a name.
    else if (value.size > 0 || value.name !== "") files.push([name, value]);
  }
  return { texts, files };
}
