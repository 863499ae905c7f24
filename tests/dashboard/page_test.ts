/** The page in Chromium, where there is one: seen, clicked on, and typed into. */

import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { createStudy, JournalStorage, SqliteStorage } from "two-layer-net/tuning";
import { withTempDir } from "../internal/testing.ts";
import { hasChromium } from "../plotting/chromium.ts";
import { HOSTILE_TEXTS } from "../plotting/hostile_texts.ts";
import { Browser, type Page } from "../plotting/browser.ts";
import { newStudy, run, SPACE, withPage } from "./fixtures.ts";

const ROWS = "document.querySelectorAll('.study tbody tr').length";
const DRAWN = (chart: string) => `document.querySelector('[data-chart=${chart}] svg')`;
const click = (text: string) =>
  `[...document.querySelectorAll("button")].find((b) => b.textContent === ${
    JSON.stringify(text)
  }).click()`;

/** The page of a link once the study is there, and its end without a complaint. */
async function visit(
  browser: Browser,
  link: string,
  look: Parameters<Browser["open"]>[1],
  action: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await browser.open(link, look);
  await page.until("document.querySelector('.study h2')");
  await action(page);
  assertEquals(page.complaints, []);
  const { origin } = new URL(link);
  assertEquals(page.requested.filter((url) => !url.startsWith(`${origin}/`)), []);
  await page.close();
}

function inChromium(name: string, fn: (browser: Browser, dir: string) => Promise<void>): void {
  Deno.test({
    name,
    ignore: !hasChromium,
    fn: () =>
      withTempDir(async (dir) => {
        await using browser = await Browser.start();
        await fn(browser, dir);
      }),
  });
}

inChromium(
  "a study that another storage runs is drawn, told and followed",
  async (browser, dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    const study = newStudy(storage);
    await run(study, 20);
    await withPage(
      [path],
      ({ links }) =>
        visit(browser, links.steer, { height: 3000 }, async (page) => {
          for (const chart of ["history", "curves", "importances", "parallel"]) {
            await page.until(DRAWN(chart));
          }
          const said = await page.evaluate<string>(
            "document.querySelector('[data-chart=history] figure').getAttribute('aria-label')",
          );
          assertStringIncludes(said, "20 trials (");
          assertEquals(await page.evaluate("location.search"), "");
          const trial = study.ask();
          trial.suggest("x", SPACE.x);
          trial.report(0.5, 0);
          await page.until(DRAWN("running"));
          study.tell(trial, 7);
          await page.until(
            "document.querySelector('.study [role=status]').innerText.includes('best 7 in trial 20')",
          );
          await page.until("document.querySelector('#list').innerText.includes('7 (trial 20')");
          await page.until(
            "document.querySelector('[data-chart=history] figure').getAttribute('aria-label')" +
              ".includes('best 7 in trial 20')",
          );
        }),
    );
  },
);

inChromium(
  "a drag along an axis picks trials in chart and table; fields do too",
  async (browser, dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    const study = newStudy(storage);
    await run(study, 20);
    const values = study.trials.map(({ params }) => params.x as number);
    await withPage(
      [path],
      ({ links }) =>
        visit(browser, links.look, { height: 3000 }, async (page) => {
          // Charts above move the others down as they are drawn.
          for (const chart of ["history", "curves", "importances", "parallel"]) {
            await page.until(DRAWN(chart));
          }
          await page.until(`${ROWS} === 20`);
          const [left, top, height] = await page.until<number[]>(
            "(() => { const b = document.querySelector('[data-axis=x]')?.getBoundingClientRect(); " +
              "return b && [b.left + b.width / 2, b.top, b.height]; })()",
          );
          await page.drag([left, top + 1], [left, top + height / 2]);
          await page.until(`${ROWS} < 20`);
          // The brush covers the upper half of what complete trials have.
          const complete = study.getTrials(["COMPLETE"]).map(({ params }) => params.x as number);
          const [low, high] = [Math.min(...complete), Math.max(...complete)];
          const inside = values.filter((x) => x >= low + (high - low) / 2 && x <= high).length;
          const rows = await page.evaluate<number>(ROWS);
          assert(Math.abs(rows - inside) <= 1, `${rows} rows, ${inside} in the upper half`);
          const dimmed = "[...document.querySelectorAll('[data-chart=parallel] .mark-line path')]" +
            ".filter((path) => Number(path.getAttribute('opacity')) < 0.1).length";
          await page.until(`${dimmed} > 0`);
          await page.evaluate(click("Show all trials"));
          await page.until(`${ROWS} === 20 && ${dimmed} === 0`);
          await page.evaluate(
            "document.querySelector('.filters [type=checkbox]').click()", // without sgd
          );
          const adam = study.trials.filter(({ params }) => params.rule === "adam").length;
          await page.until(`${ROWS} === ${adam}`);
        }),
    );
  },
);

inChromium(
  "with keys alone a study is stopped, goes on, and gets a trial and a note",
  async (browser, dir) => {
    const path = `${dir}/study.log`;
    using storage = new JournalStorage(path);
    const study = newStudy(storage);
    await run(study, 3);
    /** Tabs on until the element that matches has the focus. */
    const tabTo = async (page: Page, selector: string) => {
      for (let i = 0; i < 80; i++) {
        if (
          await page.evaluate(`document.activeElement.matches(${JSON.stringify(selector)})`)
        ) return;
        await page.press("Tab");
      }
      throw new Error(`No way to ${selector}`);
    };
    await withPage([path], ({ links }) =>
      visit(browser, links.steer, {}, async (page) => {
        await tabTo(page, ".actions button:first-child");
        await page.press("Enter", "\r");
        await page.until("document.querySelector('.actions button').textContent === 'Go on'");
        assertEquals(study.paused, true);
        await page.press("Enter", "\r");
        await page.until("document.querySelector('.actions button').textContent === 'Stop'");
        assertEquals(study.paused, false);
        await tabTo(page, ".values input");
        await page.send("Input.insertText", { text: "2" });
        await page.press("Enter", "\r");
        await page.until("document.querySelector('#message').innerText.includes('from 0 to 1')");
        await page.evaluate("document.activeElement.select()");
        await page.send("Input.insertText", { text: "0.5" });
        await page.press("Enter", "\r");
        await page.until("document.querySelector('#message').innerText.includes('Trial 3 waits')");
        assertEquals(storage.getTrial("study", 3)!.proposal, { x: 0.5 });
        // Chromium's own word of the refusal.
        assertEquals(page.complaints.splice(0).map((text) => text.match(/status of (\d+)/)?.[1]), [
          "400",
        ]);
        await tabTo(page, "textarea");
        await page.send("Input.insertText", { text: "narrow nets" });
        await page.press("Tab");
        await page.press("Enter", "\r");
        await page.until("document.querySelector('#message').innerText.includes('saved')");
        assertEquals(study.note, "narrow nets");
      }));
  },
);

inChromium(
  "by the link to look there is nothing to change, also on a phone in the dark",
  async (browser, dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    await run(newStudy(storage, "first"), 8);
    await run(newStudy(storage, "second"), 8);
    await withPage([path], async ({ links }) => {
      const both = new URLSearchParams([
        ["file", path],
        ["study", "first"],
        ["file", path],
        ["study", "second"],
      ]);
      const phone = { width: 390, height: 2000, dark: true };
      await visit(browser, `${links.look}#${both}`, phone, async (page) => {
        await page.until("document.querySelectorAll('.study').length === 2");
        await page.until(DRAWN("history"));
        const buttons = await page.evaluate<string>(
          "[...document.querySelectorAll('.study button')].map((b) => b.textContent).join()",
        );
        assert(!/Stop|Queue|Save/.test(buttons), buttons);
        assertEquals(await page.evaluate("document.documentElement.scrollWidth"), 390);
        const ground = await page.evaluate<string>(
          "getComputedStyle(document.body).backgroundColor",
        );
        assertEquals(ground, "rgb(18, 18, 18)"); // Chromium's Canvas in the dark
      });
    });
  },
);

inChromium(
  "hostile names of studies, parameters, choices, errors and notes stay texts",
  async (browser, dir) => {
    const path = `${dir}/studies.db`;
    using storage = new SqliteStorage(path);
    for (let i = 0; i < HOSTILE_TEXTS.length; i += 9) {
      const at = (j: number) => HOSTILE_TEXTS[(i + 7 * j) % HOSTILE_TEXTS.length];
      const name = at(0).slice(0, 100).trim();
      const study = createStudy({ name, storage, direction: "maximize" });
      study.note = at(1);
      await study.optimize((trial) => {
        const a = trial.suggestFloat(at(2), 0, 1);
        trial.suggestCategorical(at(3), [at(4), at(5)]);
        trial.report(a, 0);
        trial.report(a, 1);
        if (trial.number === 2) throw new Error(at(6));
        return a;
      }, { numTrials: 6 });
    }
    const names = storage.getStudies().map(({ name }) => name);
    await withPage([path], async ({ links }) => {
      for (const name of names.slice(0, 4)) {
        const link = `${links.steer}#${new URLSearchParams({ file: path, study: name })}`;
        await visit(browser, link, { height: 3000 }, async (page) => {
          await page.until(DRAWN("parallel"));
          await page.until(`${ROWS} === 6`);
          const [headings, owned, list] = await page.evaluate<[string[], boolean, string]>(
            "[[...document.querySelectorAll('h2')].map((h) => h.textContent), " +
              "'owned' in document.documentElement.dataset, document.querySelector('#list').textContent]",
          );
          assertEquals([headings, owned], [[name], false]);
          for (const other of names) assertStringIncludes(list, other);
          assertEquals(
            await page.evaluate("document.querySelectorAll('iframe, main script').length"),
            0,
          );
        });
      }
    });
  },
);
