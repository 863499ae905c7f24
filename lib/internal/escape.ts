/**
 * Text inside markup.
 *
 * @module
 */

/** The text with the characters escaped that mean something in HTML, XML and their attributes. */
export function escapeXml(text: string): string {
  const entities: Record<string, string> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "'": "&#39;",
  };
  return text.replace(/[&<>"']/g, (character) => entities[character]);
}

/** The content security policy of our pages: they load, run and send nothing. */
export const PAGE_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; " +
  "base-uri 'none'; form-action 'none'";
