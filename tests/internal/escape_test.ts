/** Text inside markup and back. */

import { assertEquals } from "@std/assert";
import { escapeXml, unescapeXml } from "../../lib/internal/escape.ts";

Deno.test("what was escaped comes back, and what is no entity of ours stays", () => {
  for (const text of ["", "a & b < c > \"d\" 'e'", "&amp;lt; &&amp; &nbsp; &#39; ;"]) {
    assertEquals(unescapeXml(escapeXml(text)), text);
  }
  assertEquals(escapeXml("<'&\">"), "&lt;&#39;&amp;&quot;&gt;");
  assertEquals(unescapeXml("&nbsp;&copy;& ;&lt;"), "&nbsp;&copy;& ;<");
});
