import { queryOptions } from "@tanstack/react-query";
import { operatorClient } from "../data/clients";

/** The projects that the operator is a member of, newest first. */
export const projectsQuery = queryOptions({
  queryKey: ["own", "projects.listProjects"],
  queryFn: async () => await operatorClient.projects.listProjects(),
});
