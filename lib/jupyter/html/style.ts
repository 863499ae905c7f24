/**
 * The page's style sheet.
 *
 * @module
 */

/** Where the page is a phone's. */
export const NARROW = "(max-width: 45rem)";

/** Quiet, narrow, without fonts of its own. */
export const STYLE = `
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem 0 4rem;
  font: 16px/1.55 system-ui, sans-serif; }
h1, h2, h3 { line-height: 1.25; margin: 1.6em 0 0.6em; }
a { color: light-dark(#0b57a4, #7cb7ff); }
.cell { position: relative; margin: 1rem 0; }
.prompt { position: absolute; left: -4rem; width: 3.4rem; text-align: right; padding-top: 0.55rem;
  font: 0.8rem/1.5 ui-monospace, monospace; color: GrayText; }
pre { font: 0.85rem/1.5 ui-monospace, monospace; margin: 0.4rem 0; overflow-x: auto; }
pre.code { background: #8881; border: 1px solid #8884; border-radius: 4px;
  padding: 0.5rem 0.75rem; }
code { font: 0.85em ui-monospace, monospace; }
:not(pre) > code { overflow-wrap: anywhere; }
pre.stderr { background: #ff990022; }
pre.error { background: #ff334422; }
img, svg { max-width: 100%; height: auto; }
.display { overflow-x: auto; margin: 0.4rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; margin: 0.4rem 0; }
th, td { padding: 0.25rem 0.75rem; border-bottom: 1px solid #8884; }
.joined { white-space: nowrap; }
caption { text-align: left; padding: 0.25rem 0; opacity: 0.8; }
math { font-family: "STIX Two Math", "Cambria Math", "Latin Modern Math", "Noto Sans Math",
  "DejaVu Math TeX Gyre", math; }
mtable[columnalign^="right left"] mtd:nth-child(odd) { text-align: right; }
mtable[columnalign^="right left"] mtd:nth-child(even) { text-align: left; }
math[display="block"] { margin: 0.8rem 0; max-width: 100%; overflow-x: auto; }
.hljs-keyword, .hljs-literal, .hljs-built_in { color: light-dark(#8250df, #d2a8ff); }
.hljs-string, .hljs-regexp { color: light-dark(#0a6640, #7ee0a5); }
.hljs-number { color: light-dark(#0550ae, #79c0ff); }
.hljs-comment { color: light-dark(#6e7781, #9aa4ae); font-style: italic; }
.hljs-title { color: light-dark(#953800, #ffa657); }
@media ${NARROW} {
  body { padding-left: 1rem; }
  .prompt { display: none; }
  th, td { padding: 0.25rem 0.4rem; font-size: 0.8rem; }
}
`;
