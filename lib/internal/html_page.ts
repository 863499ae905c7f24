/**
 * Pages that need nothing but themselves.
 *
 * @module
 */

import { toBase64 } from "./base64.ts";
import { escapeXml } from "./escape.ts";

/** What a page consists of. */
export interface HtmlPage {
  /** Its title, as text. */
  readonly title: string;
  /** Its style sheet. */
  readonly style: string;
  /** What is on it, as HTML. */
  readonly body: string;
  /** Scripts that run at its end; default none. */
  readonly scripts?: readonly string[];
}

/** What our pages may do beside running their scripts: load and send nothing. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; " +
  "base-uri 'none'; form-action 'none'";

/** The page as an HTML document, in the light or dark colours that its reader prefers. */
export async function htmlPage(
  { title, style, body, scripts = [] }: HtmlPage,
): Promise<string> {
  const sources = scripts.map(insideScript);
  const elements = sources.map((source) => `<script>${source}</script>\n`).join("");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${await policy(sources)}">
<title>${escapeXml(title)}</title>
<style>
:root { color-scheme: light dark; }
body { color: CanvasText; background: Canvas; }${style}</style>
</head>
<body>
${body}
${elements}</body>
</html>
`;
}

/** The given scripts and no other. Vega compiles its expressions, which takes 'unsafe-eval'. */
async function policy(sources: readonly string[]): Promise<string> {
  if (sources.length === 0) return POLICY;
  const hashes = await Promise.all(sources.map(async (source) => {
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(source));
    return `'sha256-${toBase64(new Uint8Array(digest))}'`;
  }));
  return `${POLICY}; script-src ${hashes.join(" ")} 'unsafe-eval';`;
}

/** JavaScript that no HTML parser can take for the end of its script element. */
function insideScript(source: string): string {
  return source.replaceAll(/<(\/?script|!--)/gi, "\\x3C$1");
}
