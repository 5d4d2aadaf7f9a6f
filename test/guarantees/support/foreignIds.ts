/** The operations in which an id of another project is not reported as not found. */
import { expect } from "vitest";
import type { OperationName } from "./operations";
import type { Answer } from "./stage";

/** What another project's id may be answered with, other than 404. Nothing else is. */
export const declaredAnswers: Readonly<
  Partial<Record<`${OperationName}.${string}`, (answer: Answer) => void>>
> = {
  "projects.getProject.id": ({ body }) => expect(body).toEqual({ project: null }),
  // A filter by an organization that the project does not have finds nothing.
  "events.listEvents.organizationId": ({ body }) =>
    expect(body).toEqual({ data: [], hasMore: false }),
  "auditLogs.listEvents.organizationId": ({ body }) =>
    expect(body).toEqual({ data: [], listMetadata: { before: null, after: null } }),
  "auditLogs.exportEvents.organizationId": ({ body }) =>
    expect(body).toMatchObject({ data: [], count: 0 }),
  // They answer about the caller's own key or user, which has no roles in an organization
  // that the project does not have.
  "apiKeys.verifyKey.organizationId": ({ status }) => expect(status).toBe(200),
  "rbac.checkPermission.organizationId": ({ body }) =>
    expect(body).toMatchObject({ allowed: false }),
  "rbac.checkPermissions.organizationId": ({ body }) =>
    expect(body).toMatchObject({ allowed: false }),
  "emails.getTemplate.idOrSlug": ({ body }) => expect(body).toEqual({ template: null }),
  // A function of the app answers the list alone.
  "rbac.getMyPermissions.organizationId": ({ body }) =>
    expect([["*"], { permissions: ["*"] }]).toContainEqual(body),
};
