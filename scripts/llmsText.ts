import { resources } from "./contract/resources";

/** `llms.txt` (https://llmstxt.org): where a language model finds what, with paths in the package. */
export const llmsText = (): string => `# @banata-auth/convex

> Multi-tenant auth inside your own Convex deployment, as one installable component: sign-in, users, organizations, roles and permissions, API keys, projects, events, audit logs, emails and webhooks.

The management API is declared once, as a contract. The JavaScript client (\`new BanataAuth(…)\`, over HTTP or inside Convex functions), the HTTP endpoints, \`openapi.json\` and the reference below are all derived from it. Sign-in of end users uses the endpoints and the client of Better Auth. Start with the README, then look up single operations in the reference.

## Docs

- [README](README.md): install it in your app, first call
- [Guides](docs/README.md): sign-in, React, Next.js, Convex functions, organizations, API keys, mail, webhooks, tests, deployment, migration from other systems
- [API reference](docs/reference/README.md): base URL, credentials, lists, errors, idempotency, and an index of all operations
- [OpenAPI document](openapi.json): every operation and webhook event, for programs

## Reference

${Object.entries(resources)
  .map(
    ([group, { title, description }]) => `- [${title}](docs/reference/${group}.md): ${description}`,
  )
  .join("\n")}

## Optional

- [How sign-in works](convex/component/signIn/README.md): Better Auth inside the component
- [How webhooks work](convex/component/webhooks/README.md): deliveries, retries, signatures
- [How mail works](convex/component/emails/README.md): queue, providers, templates
- [How the audit log works](convex/component/auditLogs/README.md): entries, denials, export
`;
