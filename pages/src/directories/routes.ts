/** The route of a directory's page, for the parts that read its address. */
export const DIRECTORY =
  "/signedIn/projects/$projectId/organizations/$organizationId/directories/$directoryId";
