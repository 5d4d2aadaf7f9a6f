/**
 * Cells of CSV files that people open in spreadsheets. Sources: https://www.rfc-editor.org/rfc/rfc4180
 * and https://owasp.org/www-community/attacks/CSV_Injection
 */
export function csvCell(value: string): string {
  // A spreadsheet runs these as formulas, even after leading spaces.
  const text = /^\s*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/.test(value) ? `'${value}` : value;
  return /[",\r\n']/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
