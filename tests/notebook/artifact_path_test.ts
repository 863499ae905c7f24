import { assertEquals, assertRejects } from "@std/assert";
import { basename, dirname, isAbsolute, resolve } from "node:path";
import { artifactPath } from "two-layer-net/notebook";

Deno.test("an artifact lies in the checkout's data/notebooks, from whatever folder", async () => {
  const [cwd, expected] = [Deno.cwd(), resolve("data/notebooks")];
  try {
    Deno.chdir("notebooks");
    const path = await artifactPath("net.safetensors");
    assertEquals([dirname(path), basename(path)], [expected, "net.safetensors"]);
    assertEquals([isAbsolute(path), (await Deno.stat(expected)).isDirectory], [true, true]);
  } finally {
    Deno.chdir(cwd);
  }
});

Deno.test("an artifact's name leads nowhere else", async () => {
  for (const name of ["", "..", "../net", "/net", "a/net"]) {
    const error = await assertRejects(() => artifactPath(name), RangeError);
    assertEquals(error.message, `Expected name to be a bare file name but found "${name}"`);
  }
});
