/**
 * What the sandbox tells the grader, one line per message. Whatever a student's code prints may look like
 * one, so that nothing in it is believed before it is checked.
 *
 * @module
 */

/** A message. */
export type Message =
  | { readonly kind: "cell"; readonly index: number }
  | { readonly kind: "ready" }
  | { readonly kind: "memory" }
  | { readonly kind: "answer"; readonly question: string; readonly outcomes: unknown };

/** The message on a line, or null. */
export function messageOf(line: string, token: string): Message | null {
  if (!line.startsWith(token)) return null;
  try {
    return read(JSON.parse(line.slice(token.length)));
  } catch {
    return null;
  }
}

function read(json: Record<string, unknown>): Message | null {
  if (json.ready === true) return { kind: "ready" };
  if (json.memory === true) return { kind: "memory" };
  if (typeof json.cell === "number") return { kind: "cell", index: json.cell };
  const { question, outcomes } = json;
  return typeof question === "string" ? { kind: "answer", question, outcomes } : null;
}
