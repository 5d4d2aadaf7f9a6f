/** Which pages the deployment serves: `BANATA_AUTH_PAGES`, a list of names such as `console`. */

const pageNames = ["console"] as const;
export type PageName = (typeof pageNames)[number];

/** Pages are off unless the variable names them; other names in it are ignored. */
export const isEnabled = (page: PageName): boolean =>
  (process.env.BANATA_AUTH_PAGES ?? "").split(",").some((name) => name.trim() === page);

/**
 * Whether a request was sent to the host of the console: any, unless
 * `BANATA_AUTH_CONSOLE_ORIGIN` names one.
 */
export function isConsoleHost(origin: string): boolean {
  const bound = process.env.BANATA_AUTH_CONSOLE_ORIGIN?.trim();
  return bound === undefined || bound === "" || bound === origin;
}
