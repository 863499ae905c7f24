import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createBackend } from "two-layer-net";
import { trainNet } from "two-layer-net/training";
import { serve } from "../../lib/cli/playground/serve.ts";
import { buildSite, type SiteFiles } from "../../lib/cli/playground/site.ts";
import { sha256 } from "../../lib/internal/sha256.ts";
import { fromFragment } from "../../lib/playground/settings.ts";
import { hasChromium } from "../plotting/chromium.ts";
import { Browser, type Page } from "../plotting/browser.ts";
import { noisyImages } from "./images.ts";

const ignore = !hasChromium;
const images = noisyImages();
let built: Promise<SiteFiles> | undefined;

/** Shows the page in a browser, at these settings. */
async function withPage(
  fragment: string,
  body: (page: Page, url: string) => Promise<void>,
  { isolated = true } = {},
): Promise<void> {
  const stop = new AbortController(), listening = Promise.withResolvers<string>();
  const files = await (built ??= buildSite(images));
  const options = { port: 0, signal: stop.signal, isolated, onListen: listening.resolve };
  const served = serve(files, options);
  try {
    await using browser = await Browser.start();
    const page = await browser.open(`${await listening.promise}${fragment}`);
    await page.until("!document.querySelector('#train').disabled");
    await body(page, await listening.promise);
    assertEquals(page.complaints, []);
  } finally {
    stop.abort();
    await served;
  }
}

const FRAGMENT = "#hiddenSize=20&hiddenDropout=0.2&batchSize=50&numIters=210&seed=3";

/** What the same run is in the terminal. */
async function inTerminal(): Promise<{ log: string; digest: string }> {
  const { settings } = fromFragment(FRAGMENT), log: string[] = [];
  using backend = await createBackend("wasm", { dtype: settings.dtype });
  const verbose = (line: string) => void log.push(line);
  const { net } = await trainNet(settings, images, { backend, verbose });
  const { W1, b1, W2, b2 } = net.params;
  return { log: log.join("\n"), digest: sha256(...[W1, b1, W2, b2].map(({ data }) => data)) };
}

for (const isolated of [true, false]) {
  const where = isolated ? "on all cores" : "on one core, where the page is not isolated";
  Deno.test({ name: `the page trains ${where} to the bits of the terminal`, ignore }, async () => {
    const expected = await inTerminal();
    await withPage(FRAGMENT, async (page) => {
      const cores = await page.evaluate("crossOriginIsolated ? navigator.hardwareConcurrency : 1");
      const about = await page.text("#about");
      assertStringIncludes(about, cores === 1 ? "1 thread." : `${cores} threads.`);
      assertEquals([isolated, await page.evaluate("crossOriginIsolated")], [isolated, isolated]);
      await page.click("#step");
      await page.until("document.querySelector('#digest-step').textContent === '1'");
      await page.click("#train");
      await page.until("document.querySelector('#speed').textContent === 'trained'");
      assertEquals(await page.text("#log"), expected.log);
      assertEquals(await page.text("#digest"), expected.digest);
      assertEquals(await page.text("#digest-step"), "210");
      assertEquals(await page.text("#verdict"), ""); // no worker has failed
    }, { isolated });
  });
}

/** Drops a file on the page. */
function drop(name: string, type: string, content: string): string {
  return `(async () => {
    const data = new DataTransfer();
    data.items.add(new File([${content}], ${JSON.stringify(name)}, { type: "${type}" }));
    dispatchEvent(new DragEvent("drop", { dataTransfer: data }));
  })()`;
}

/** A picture of one colour, wider than high. */
const PICTURE = `await (async () => {
  const canvas = new OffscreenCanvas(300, 200), context = canvas.getContext("2d");
  context.fillStyle = "rgb(10, 20, 30)";
  context.fillRect(0, 0, 300, 200);
  return await canvas.convertToBlob();
})()`;

const VERDICT =
  "!document.querySelector('#verdict').hidden && document.querySelector('#verdict').textContent";

Deno.test(
  { name: "pictures and nets are taken, and bad files refused by name", ignore },
  () =>
    withPage("#hiddenSize=5&numIters=20", async (page) => {
      const verdictOn = async (name: string, type: string, content: string) => {
        await page.evaluate("document.querySelector('#verdict').hidden = true");
        await page.evaluate(drop(name, type, content));
        return await page.until<string>(VERDICT);
      };
      assertStringIncludes(
        await verdictOn("a.png", "image/png", PICTURE),
        "a.png: its middle square",
      );
      const pixel =
        "[...document.querySelector('#image').getContext('2d').getImageData(16, 16, 1, 1).data]";
      await page.until(`String(${pixel}) === '10,20,30,255'`);
      assertStringIncludes(
        await verdictOn("a.txt", "text/plain", "'no picture'"),
        "a.txt is no picture",
      );
      const bad = await verdictOn("bad.safetensors", "", "'nothing of the kind'");
      assertStringIncludes(bad, "Expected bad.safetensors to be a safetensors file");
      // A net that the page saved, opened again.
      await page.evaluate(`URL.createObjectURL = (blob) => (self.saved = blob, "#")`);
      await page.click("#save-net");
      assertStringIncludes(
        await verdictOn("my.safetensors", "", "saved"),
        "a net of 5 hidden units",
      );
      await page.until("document.querySelector('#speed').textContent === 'my.safetensors'");
    }),
);

Deno.test(
  { name: "sliders, keys and links set the run; the answer is explained", ignore },
  () =>
    withPage("#hiddenSize=5&learningRate=fast&numIters=200", async (page, url) => {
      assertStringIncludes(await page.until(VERDICT), "Expected learningRate");
      await page.evaluate(`(() => {
      const slider = document.querySelector("#hiddenSize");
      slider.value = 2;
      slider.dispatchEvent(new Event("input"));
      slider.dispatchEvent(new Event("change"));
    })()`);
      await page.until("document.querySelectorAll('.unit').length === 10");
      assertEquals(await page.evaluate("location.href"), `${url}#hiddenSize=10&numIters=200`);
      const press = (key: string) =>
        page.evaluate(
          `document.body.dispatchEvent(new KeyboardEvent("keydown", { key: "${key}", bubbles: true }))`,
        );
      await press("s");
      await page.until("document.querySelector('#step-count').textContent === '1'");
      await press(" ");
      await page.until("document.querySelector('#speed').textContent === 'trained'");
      const shares: string[] = await page.evaluate(
        "[...document.querySelectorAll('.percent')].map((each) => parseFloat(each.textContent))",
      );
      assertEquals(shares.length, 10);
      assert(Math.abs(shares.reduce((sum, share) => sum + Number(share), 0) - 100) <= 5);
      assertStringIncludes(await page.text("#why-title"), "Why ");
      assert(await page.evaluate("document.querySelectorAll('.link').length > 0"));
      // Links begin at their units, also after the page has become narrower.
      const size = { width: 1100, height: 800, deviceScaleFactor: 1, mobile: false };
      await page.send("Emulation.setDeviceMetricsOverride", size);
      await page.until(`[...document.querySelectorAll(".link")].every((link) => {
      const [x, y] = link.getAttribute("d").match(/[\\d.]+/g).map(Number);
      const frame = document.querySelector("#links").getBoundingClientRect();
      return [...document.querySelectorAll(".unit")].some((unit) => {
        const { right, top, height } = unit.getBoundingClientRect();
        return Math.hypot(right - frame.left - x, top + height / 2 - frame.top - y) < 1;
      });
    })`);
      await page.evaluate("document.querySelector('.bar:nth-child(7)').click()");
      await page.until("document.querySelector('#why-title').textContent.includes('frog')");
      await page.click(".unit:nth-child(4)");
      await page.until("document.querySelector('.reason.chosen h3').textContent === 'Unit 4'");
      await press("r");
      await page.until("document.querySelector('#step-count').textContent === '0'");
    }),
);

Deno.test(
  { name: "the page breaks no rule of its own, and everything in it has a name", ignore },
  () =>
    withPage("#hiddenSize=5&numIters=20", async (page, url) => {
      const loaded: string[] = await page.evaluate(
        "performance.getEntriesByType('resource').map(({ name }) => name)",
      );
      assertEquals(loaded.filter((name) => !name.startsWith(url)), []);
      const unnamed: string[] = await page.evaluate(`
      [...document.querySelectorAll("button, input, [role=img]")].filter((each) =>
        !each.closest("[hidden]") && each.checkVisibility() && !each.textContent.trim() &&
        !each.ariaLabel && !each.getAttribute("aria-labelledby") && !each.labels?.length
      ).map((each) => each.outerHTML)`);
      assertEquals(unnamed, []);
      const refused = await page.evaluate(`new Promise((resolve) => {
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => resolve(effectiveDirective));
      fetch("https://example.org/").catch(() => {});
    })`);
      const isAlone = page.complaints.splice(0).every((each) =>
        each.includes("https://example.org/") && each.includes("Content Security Policy")
      );
      assertEquals([refused, isAlone], ["connect-src", true]);
      for (const width of [1280, 1024, 390]) {
        const size = { width, height: 800, deviceScaleFactor: 1, mobile: width < 500 };
        await page.send("Emulation.setDeviceMetricsOverride", size);
        const overflow =
          "document.documentElement.scrollWidth - document.documentElement.clientWidth";
        assertEquals([width, await page.evaluate(overflow)], [width, 0]);
      }
    }),
);
