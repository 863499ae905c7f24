/**
 * HTML that others wrote, made fit for a page of ours: no scripts, no forms, nothing that leads away
 * by itself, every element closed; images embedded and links led to where they go from the page.
 *
 * @module
 */

import sanitizeHtml from "sanitize-html";

/** What images and links in a notebook become on its page. */
export interface References {
  /** The image as a data URL; undefined where it cannot be had. */
  readonly image: (source: string) => string | undefined;
  /** Where the link leads from the page. */
  readonly link: (target: string) => string;
}

type Attributes = Readonly<Record<string, string>>;

/** MathML Core and what KaTeX writes beside it. */
const MATH_TAGS =
  "math semantics annotation mrow mi mn mo ms mtext mspace msup msub msubsup mfrac " +
  "msqrt mroot mover munder munderover mtable mtr mtd mlabeledtr mpadded mphantom mstyle menclose " +
  "merror mprescripts mmultiscripts none";

const MATH_ATTRIBUTES =
  "display encoding xmlns mathvariant stretchy fence separator lspace rspace " +
  "minsize maxsize columnalign columnlines rowlines rowspacing columnspacing scriptlevel " +
  "displaystyle accent accentunder linethickness movablelimits mathcolor mathbackground mathsize " +
  "voffset depth notation form symmetric largeop";

const TAGS = "img details summary progress meter input del ins picture center font";

const ATTRIBUTES =
  "class id title style align valign dir lang width height colspan rowspan scope " +
  "start border open";

/** The HTML with what a page may hold, and nothing else. */
export function safeHtml(html: string, references: References): string {
  return sanitizeHtml(html, {
    allowedTags: [...sanitizeHtml.defaults.allowedTags, ...`${TAGS} ${MATH_TAGS}`.split(" ")],
    allowedAttributes: {
      "*": `${ATTRIBUTES} ${MATH_ATTRIBUTES}`.split(" "),
      a: ["href", "name"],
      img: ["src", "alt"],
      progress: ["value", "max"],
      meter: ["value", "min", "max"],
      input: ["checked", "disabled", { name: "type", values: ["checkbox"] }],
    },
    allowedSchemesByTag: { img: ["data"] },
    parseStyleAttributes: false,
    transformTags: {
      a: (tagName: string, { href, ...attribs }: Attributes) => ({
        tagName,
        attribs: href === undefined ? attribs : { ...attribs, href: references.link(href) },
      }),
      img: (tagName: string, { src = "", ...attribs }: Attributes) => {
        const image = references.image(src);
        return { tagName, attribs: image === undefined ? attribs : { ...attribs, src: image } };
      },
      input: (tagName: string, attribs: Attributes) => ({
        tagName,
        attribs: { ...attribs, disabled: "" },
      }),
    },
  });
}
