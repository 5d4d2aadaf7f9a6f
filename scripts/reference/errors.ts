import { errorStatus, type ErrorCode } from "../../convex/component/core/errors";
import { findIdKind } from "../contract/idFields";
import type { DocumentedOperation } from "../contract/operations";
import { code, table } from "./markdown";

interface OperationError {
  readonly code: ErrorCode;
  readonly when: string;
}

/** Lists the errors particular to an operation, in addition to those of README.md. */
export function errorTable(operation: DocumentedOperation): string | null {
  const documented = documentedErrors(operation.doc);
  const errors = [...documented, ...derivedErrors(operation, documented)];
  if (errors.length === 0) return null;
  const rows = errors.sort((a, b) => errorStatus[a.code] - errorStatus[b.code]);
  return table(
    ["status", "code", "when"],
    rows.map((error) => [String(errorStatus[error.code]), code(error.code), error.when]),
  );
}

/** Operations that answer an unknown id with an empty or negative result. */
const ANSWER_UNKNOWN_IDS: ReadonlySet<string> = new Set([
  "rbac.getMyPermissions",
  "apiKeys.verifyKey",
  "projects.getProject",
  "emails.getTemplate",
  "events.listEvents",
  "auditLogs.listEvents",
  "auditLogs.exportEvents",
]);

/** Errors that follow from the declaration. */
function derivedErrors(
  { group, name, definition }: DocumentedOperation,
  documented: readonly OperationError[],
): OperationError[] {
  const takesId = Object.values(definition.input.shape).some((field) => findIdKind(field));
  const isNotFound =
    takesId &&
    !ANSWER_UNKNOWN_IDS.has(`${group}.${name}`) &&
    !documented.some((error) => error.code === "not_found");
  return [
    ...(isNotFound
      ? [{ code: "not_found", when: "The project has nothing with an id in the input." } as const]
      : []),
    ...(definition.secret
      ? [
          {
            code: "secret_already_shown",
            when: "The call was repeated with its idempotency key. The secret is shown only once; `resourceId` is the id of the resource that has it.",
          } as const,
        ]
      : []),
  ];
}

/** What an error is when the docstring gives only its status. */
const usualCode: Readonly<Record<string, ErrorCode>> = {
  "403": "forbidden",
  "404": "not_found",
  "409": "conflict",
  "410": "cursor_expired",
  "422": "validation_error",
  "429": "rate_limit_exceeded",
};
/** Sentences about the errors of other requests. */
const ABOUT_OTHERS = /^(Accepting it|With few shards|While `requireEmailVerification`|Transient)/;
const STATUS = /(?<![\d,])(4\d\d)(?: `([a-z_]+)`)?(?! (?:days|entries))/g;

/** Finds the sentences of a docstring that name an error, such as ``409 `conflict` when …``. */
const documentedErrors = (doc: string): OperationError[] =>
  doc.split("\n\n").flatMap((paragraph) => {
    const sentences = paragraph.split(/(?<=\.)\s+(?=[A-Z0-9`])/);
    return sentences.flatMap((sentence, index) =>
      // "Otherwise 403" is about everything before it.
      /^Otherwise\b/.test(sentence)
        ? findErrors(sentence, sentences.slice(0, index + 1).join(" "))
        : splitClauses(sentence).flatMap((clause) => findErrors(clause, toWhen(clause))),
    );
  });

/** `409 … when …, 403 when …` has a clause for each error. */
const splitClauses = (sentence: string): string[] =>
  /^4\d\d\b/.test(sentence) ? sentence.split(/[,;] (?=4\d\d\b)/) : [sentence];

function findErrors(text: string, when: string): OperationError[] {
  if (ABOUT_OTHERS.test(text)) return [];
  const codes = [...text.matchAll(STATUS)].flatMap(([, status, named]) => {
    const known = named && named in errorStatus ? (named as ErrorCode) : usualCode[status!];
    return known ? [known] : [];
  });
  return [...new Set(codes)].map((each) => ({ code: each, when }));
}

/** Drops a status that the table has anyway: at the beginning, or alone in parentheses. */
function toWhen(clause: string): string {
  const start = /^(?:Fails with )?4\d\d(?: `([a-z_]+)`)?,? /.exec(clause);
  const keep = start?.[1] && !(start[1] in errorStatus) ? `\`${start[1]}\` ` : "";
  const rest = keep + clause.slice(start?.[0].length ?? 0);
  const isOnly = [...clause.matchAll(STATUS)].length === 1;
  const text = isOnly ? rest.replace(/ \(4\d\d(?: `[a-z_]+`)?\)/, "") : rest;
  return text[0]!.toUpperCase() + text.slice(1).replace(/\.?$/, ".");
}
