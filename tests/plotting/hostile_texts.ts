/**
 * Texts that try to break out of where they are put, each of which would mark the document.
 *
 * @module
 */

const MARK = "document.documentElement.dataset.owned=1";

const ENDINGS = [
  "",
  '">',
  "'>",
  "-->",
  "]]>",
  "</title>",
  "</TITLE>",
  "</style>",
  "</script>",
  "</SCRIPT>",
  "</ScRiPt >",
  "</script\n>",
  "</text></svg>",
  "</td></table>",
  "</textarea>",
  "</noscript>",
  "</p></section></body>",
  '"}]</script>',
  "<!--<script>",
  "`${",
];

const PAYLOADS = [
  `<script>${MARK}</script>`,
  `<img src=x onerror=${MARK}>`,
  `<svg/onload="${MARK}">`,
  `<iframe srcdoc="<script>parent.${MARK}</script>"></iframe>`,
  `" autofocus tabindex=0 onfocus=${MARK} x="`,
];

/** A hundred of them: every payload after every ending. */
export const HOSTILE_TEXTS: readonly string[] = ENDINGS.flatMap((ending) =>
  PAYLOADS.map((payload) => ending + payload)
);
