/** Which pages the deployment serves. */

/**
 * `console`: for operators (docs/console.md). `hosted`: sign-in for the projects that turn it on
 * (docs/hosted-pages.md). `portal`: the admin portal (docs/admin-portal.md).
 */
const pageNames = ["console", "hosted", "portal"] as const;
type PageName = (typeof pageNames)[number];

/** Pages are off unless `BANATA_AUTH_PAGES`, a list separated by commas, names them. */
export const isEnabled = (page: PageName): boolean =>
  (process.env.BANATA_AUTH_PAGES ?? "").split(",").some((name) => name.trim() === page);
