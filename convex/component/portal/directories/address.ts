import type { PortalPath } from "../paths";

const PAGE: PortalPath = "/portal/directories/directory";

/** The page of a directory, below the project's path. */
export const directoryPath = (id: string): string => `${PAGE}?${new URLSearchParams({ id })}`;
