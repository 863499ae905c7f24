/**
 * Markdown with formulas, and code in colour, as HTML.
 *
 * @module
 */

import hljs from "highlight.js/core";
import typescript from "highlight.js/typescript";
import { Marked } from "marked";
import markedKatex from "marked-katex-extension";
import { escapeXml } from "../../internal/escape.ts";
import { type References, safeHtml } from "./sanitize.ts";

hljs.registerLanguage("typescript", typescript);
hljs.registerAliases(["js", "javascript", "ts"], { languageName: "typescript" });

/** MathML needs neither fonts nor a style sheet; `nonStandard` allows "$x$-axis", as Jupyter does. */
const formulas = markedKatex({ output: "mathml", throwOnError: false, nonStandard: true });

const marked = new Marked(formulas, {
  renderer: {
    code: ({ text, lang = "" }) => `<pre class="code">${codeHtml(text, lang)}</pre>\n`,
  },
});

/** Markdown as HTML; of HTML in it, what a page may hold. */
export function markdownHtml(text: string, references: References): string {
  return safeHtml(joinPunctuation(marked.parse(text, { async: false })), references);
}

/** A formula in a line, with the punctuation that no line may part from it. */
const PUNCTUATED = /(\(?)<span class="katex"><math.*?<\/math><\/span>([.,;:)]*)/gs;

function joinPunctuation(html: string): string {
  return html.replaceAll(
    PUNCTUATED,
    (all, before: string, after: string) =>
      before + after === "" ? all : `<span class="joined">${all}</span>`,
  );
}

/** Code as HTML, in colour where the language is TypeScript or JavaScript. */
export function codeHtml(code: string, language = "typescript"): string {
  if (hljs.getLanguage(language) === undefined) return escapeXml(code);
  return hljs.highlight(code, { language }).value;
}
