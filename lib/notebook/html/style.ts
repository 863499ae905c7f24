/**
 * The page's style sheet.
 *
 * @module
 */

/** Quiet, narrow, without fonts of its own. */
export const STYLE = `
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem 0 4rem; color: #1f2328;
  font: 16px/1.55 system-ui, sans-serif; background: #fff; }
h1, h2, h3 { line-height: 1.25; margin: 1.6em 0 0.6em; }
a { color: #0b57a4; }
.cell { position: relative; margin: 1rem 0; }
.prompt { position: absolute; left: -4rem; width: 3.4rem; text-align: right; padding-top: 0.55rem;
  font: 0.8rem/1.5 ui-monospace, monospace; color: #6e7781; }
pre { font: 0.85rem/1.5 ui-monospace, monospace; margin: 0.4rem 0; overflow-x: auto; }
pre.code { background: #f6f8fa; border: 1px solid #d8dee4; border-radius: 4px;
  padding: 0.5rem 0.75rem; }
code { font: 0.85em ui-monospace, monospace; }
pre.stderr { background: #fff4e5; }
pre.error { background: #ffeef0; }
img, svg { max-width: 100%; height: auto; }
.display { overflow-x: auto; margin: 0.4rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; margin: 0.4rem 0; }
th, td { padding: 0.25rem 0.75rem; border-bottom: 1px solid #d8dee4; }
caption { text-align: left; padding: 0.25rem 0; color: #57606a; }
math[display="block"] { margin: 0.8rem 0; }
.hljs-keyword, .hljs-literal, .hljs-built_in { color: #8250df; }
.hljs-string, .hljs-regexp { color: #0a6640; }
.hljs-number { color: #0550ae; }
.hljs-comment { color: #6e7781; font-style: italic; }
.hljs-title { color: #953800; }
@media (max-width: 45rem) { body { padding-left: 1rem; } .prompt { display: none; } }
`;
