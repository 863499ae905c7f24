import { assertEquals } from "@std/assert";
import { historyChart, imageGrid } from "two-layer-net/plotting";

async function warnings(body: () => Promise<unknown>): Promise<string[]> {
  const [warn, lines] = [console.warn, [] as string[]];
  console.warn = (line: string) => lines.push(line);
  try {
    await body();
  } finally {
    console.warn = warn;
  }
  return lines.map((line) => line.split(":")[0]);
}

Deno.test("characters that the font lacks are named, once", async () => {
  const chart = historyChart([2, 1], { title: "损失 🎉 λ ± → é", yTitle: "損" });
  assertEquals(await warnings(() => chart.toPng()), [
    "The font for PNGs (Arimo) has no 損 损 失 🎉",
  ]);
  assertEquals(await warnings(() => chart.toPng()), []);
  const grid = imageGrid([new Uint8Array(3072)], { captions: ["猫"], scale: 4 });
  assertEquals(await warnings(() => grid.toPng()), ["The font for PNGs (Arimo) has no 猫"]);
});
