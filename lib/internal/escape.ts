/**
 * Text inside markup.
 *
 * @module
 */

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const CHARACTERS = new Map(
  Object.entries(ENTITIES).map(([character, entity]) => [entity, character]),
);

/** The text with the characters escaped that mean something in HTML, XML and their attributes. */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/** What {@linkcode escapeXml} was given. */
export function unescapeXml(text: string): string {
  return text.replace(/&#?\w+;/g, (entity) => CHARACTERS.get(entity) ?? entity);
}
