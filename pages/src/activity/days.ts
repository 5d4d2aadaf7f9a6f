/** Days of the reader's zone, as date fields and addresses have them (`2026-01-31`). */

const toDate = (text: string | undefined): Date | null => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text ?? "");
  return parts ? new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3])) : null;
};

/** Epoch milliseconds; undefined for anything but a day. */
export const startOfDay = (text: string | undefined): number | undefined => toDate(text)?.getTime();

/** When the next day begins: a day is not always 24 hours long. */
export function endOfDay(text: string | undefined): number | undefined {
  const date = toDate(text);
  date?.setDate(date.getDate() + 1);
  return date?.getTime();
}
