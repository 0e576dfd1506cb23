/** What a spreadsheet would run in place of showing it. @source https://owasp.org/www-community/attacks/CSV_Injection */
const RUNS = /^[=+\-@\t\r]/;

/** A line of RFC 4180 with its end. A cell that a spreadsheet would run begins with an apostrophe. */
export function csvLine(cells: readonly string[]): string {
  const shown = cells.map((cell) => `"${(RUNS.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`);
  return `${shown.join(",")}\r\n`;
}
