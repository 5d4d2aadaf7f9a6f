/** The formats that the pages of this folder export. */
export const formats = { csv: "CSV, for spreadsheets", json: "JSON" } as const;
export const fileTypes = { csv: "text/csv", json: "application/json" } as const;
export type Format = keyof typeof formats;

export const toJson = (item: object): string => JSON.stringify(item);
/** One JSON array of the items' texts. */
export const jsonFile = (items: readonly string[]): string => `[\n${items.join(",\n")}\n]\n`;
