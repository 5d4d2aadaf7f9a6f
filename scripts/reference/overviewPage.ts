import { errorStatus, type ErrorCode } from "../../convex/component/core/errors";
import type { DocumentedOperation } from "../contract/operations";
import { resources } from "../contract/resources";
import { code, GENERATED, joinBlocks, table, toAnchor } from "./markdown";

/** What each code means, whatever the operation. */
const meanings: Readonly<Record<ErrorCode, string>> = {
  invalid_json: "The body is not valid JSON.",
  authentication_required: "The credential is missing, unknown, expired or revoked.",
  forbidden:
    "The credential lacks a permission, which `message` names, or may not call the operation.",
  not_found: "The project has no such resource. Resources of other projects are not found either.",
  method_not_allowed: "The path exists, but not for this method; `Allow` lists its methods.",
  conflict: "The state of the project does not allow the change, for example a taken name.",
  secret_already_shown:
    "A repeat of a call whose answer contained a secret; `resourceId` has the id of the resource.",
  not_available: "A setting of the project or the deployment does not allow it.",
  cursor_expired: "What follows the cursor has been deleted; start again without it.",
  validation_error: "Fields are missing, unknown or invalid; `errors` lists them.",
  rate_limit_exceeded: "A limit was reached; `Retry-After` has the seconds to wait.",
  internal_error: "A fault of the runtime. The same request may succeed later.",
  integrity_failure:
    "A stored value was modified or is incomplete, for example after a partial restore. A repeat does not help.",
  temporarily_unavailable:
    "Too many concurrent requests, or the deployment is overloaded. Nothing was done; repeat the request after the seconds in `Retry-After`.",
};

/** The index of the reference, with what all operations have in common. */
export function overviewPage(operations: readonly DocumentedOperation[]): string {
  return `${joinBlocks([
    GENERATED,
    "# API reference",
    "Every management operation of the runtime, by group. The same operations exist over HTTP, in the JavaScript client, and inside Convex functions; [openapi.json](../../openapi.json) describes them for programs. The sign-in endpoints are those of Better Auth: see [Sign people in](../sign-in.md).",
    table(
      ["group", "in the client", "what it is for"],
      Object.entries(resources).map(([group, { title, description }]) => [
        `[${title}](${group}.md)`,
        code(`banata.${group}`),
        description,
      ]),
    ),
    "The end of this page lists [all operations](#operations).",
    firstCallSection,
    credentialsSection,
    inputSection,
    listsSection,
    errorsSection(),
    idempotencySection,
    limitsSection,
    operationsSection(operations),
  ])}\n`;
}

const firstCallSection = `## First call

The examples use these shell variables. After \`npm start\`, \`.banata/local.json\` contains the base URL, a test key and the project's id:

\`\`\`sh
export BASE_URL="http://127.0.0.1:3211/banata"
export API_KEY="sk_test_…"
export PROJECT_ID="proj_…"
export SESSION_TOKEN="…" # the \`token\` that sign-up or sign-in returned
\`\`\`

and this client:

\`\`\`js
import { BanataAuth } from "@banata-auth/convex";

const banata = new BanataAuth({ apiKey: process.env.API_KEY, baseUrl: process.env.BASE_URL });
\`\`\`

Ids such as \`usr_01K6Z3V8N4Q7R2T5W9XYBCDEFG\` stand for your own.`;

const credentialsSection = `## Credentials

| credential | sent as | can call |
| --- | --- | --- |
| API key | \`Authorization: Bearer <key>\` or \`x-api-key: <key>\` | what its permissions allow, in its project |
| Organization key | as above; a key that was created with \`organizationId\` | a part of the operations, limited to that organization |
| Session | the cookie of sign-in, or \`Authorization: Bearer <session token>\`, at \`/p/<project id>/api/auth/…\` | operations for the signed-in user, and those of an organization that the user's roles allow |
| Session of an [operator](../operators.md) | the same, at \`/p/<admin project id>/api/auth/…\`, with \`projectId\` in the input | what the operator's role in that project allows |
| Convex function | \`convexTransport\`, without a key | everything in one project; with \`as: { sessionId }\`, what that session may |

The credential determines the project. To call an operation for sessions only with the client, use \`convexTransport\` with \`as: { sessionId }\`; over HTTP, send the session's token.`;

const inputSection = `## Input and answers

Send \`POST\` with a JSON object; an empty body is \`{}\`. Reads also accept \`GET\` with query parameters: lists joined by commas, objects as JSON. Unknown fields are errors. A body has at most 1 MiB, unless the operation says otherwise.

A **time** is an ISO 8601 string in UTC, which the client converts to a \`Date\`; numbers that are epoch milliseconds are described as such. Ids are a prefix and a [ULID](https://github.com/ulid/spec). Every response has \`x-request-id\`; send your own to find the request again.`;

const listsSection = `## Lists

A list takes \`limit\` (1 to 100, default 20), \`order\`, and \`after\` or \`before\`. It returns \`data\` and \`listMetadata\`, an object with two cursors: pass \`listMetadata.after\` as \`after\` to get the next page, \`listMetadata.before\` as \`before\` to get the previous one. A cursor is \`null\` exactly when there is nothing on that side. The client's \`.all()\` reads every page:

\`\`\`js
for await (const user of banata.users.listUsers.all()) console.log(user.email);
\`\`\``;

const errorsSection = () =>
  joinBlocks([
    "## Errors",
    "An error is `application/problem+json` with `code`, `message`, `status`, `requestId` and, for invalid fields, `errors` (`field`, `message`, `code`). Check `code`; messages are for people and may change. The client throws a subclass of `BanataAuthError` with the same fields.",
    table(
      ["status", "code", "meaning"],
      Object.entries(errorStatus).map(([name, status]) => [
        String(status),
        code(name),
        meanings[name as ErrorCode], // its keys are the codes
      ]),
    ),
  ]);

const idempotencySection = `## Idempotency

A write accepts an \`Idempotency-Key\` header of 1 to 255 visible ASCII characters. For 24 hours, a repeat with the same key and input returns the first call's answer, and a repeat with another input fails with 422. The answers that show a secret are not stored: a repeat fails with 409 \`secret_already_shown\`. The client sends a key with every write.`;

const limitsSection = `## Limits

A key can have a rate limit and a quota, and so can all keys of an organization or project together: see [API keys](apiKeys.md). With a limit, responses have the headers \`RateLimit\` and \`RateLimit-Policy\`; when it is reached, the response is 429 with \`Retry-After\`.`;

function operationsSection(operations: readonly DocumentedOperation[]): string {
  return joinBlocks([
    "## Operations",
    ...Object.entries(resources).flatMap(([group, { title }]) => [
      `### ${title}`,
      table(
        ["operation", "permission", "does"],
        operations
          .filter((each) => each.group === group)
          .map(({ name, definition, summary }) => [
            `[${code(name)}](${group}.md#${toAnchor(name)})`,
            definition.permission === null ? "–" : code(definition.permission),
            summary,
          ]),
      ),
    ]),
  ]);
}
