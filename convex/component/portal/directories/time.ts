/** `2026-11-28 16:00:00 UTC` */
export const showTime = (iso: string): string => `${iso.slice(0, 19).replace("T", " ")} UTC`;
