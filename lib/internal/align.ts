/**
 * Tables as plain text.
 *
 * @module
 */

/**
 * The rows with their columns two spaces apart, a line each.
 *
 * @param isRight Whether column j is aligned on the right rather than on the left.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  isRight: (column: number) => boolean = () => false,
): string[] {
  const widths = rows[0].map((_, j) => Math.max(...rows.map((row) => row[j].length)));
  const pad = (cell: string, j: number) =>
    isRight(j) ? cell.padStart(widths[j]) : cell.padEnd(widths[j]);
  return rows.map((row) => row.map(pad).join("  ").trimEnd());
}
