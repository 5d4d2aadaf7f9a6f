import type { OperationDefinition } from "../../convex/component/wire/operation";

export const securitySchemes = {
  apiKey: {
    type: "http",
    scheme: "bearer",
    description: "`Authorization: Bearer <api key>` or `x-api-key: <api key>`.",
  },
  sessionToken: {
    type: "http",
    scheme: "bearer",
    description:
      "`Authorization: Bearer <session token>`, at the project's path (`/p/<project id>/api/auth/…`) or for the deployment's default project.",
  },
  sessionCookie: {
    type: "apiKey",
    in: "cookie",
    name: "banata.<project id>.session_token",
    description:
      "The cookie that sign-in sets; over https its name starts with `__Secure-`. Pages of other origins must be trusted by the project.",
  },
};

/** Returns security requirements that differ from the document's default, an API key. */
export function getSecurity({ public: isPublic, session, sessionOnly }: OperationDefinition) {
  if (isPublic) return { security: [] };
  if (session === "none") return {};
  return {
    security: [
      ...(sessionOnly ? [] : [{ apiKey: [] }]),
      { sessionToken: [] },
      { sessionCookie: [] },
    ],
  };
}
