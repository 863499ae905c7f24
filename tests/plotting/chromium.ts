/**
 * Pages in a real browser, where there is one.
 *
 * @module
 */

const FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run " +
  "--disable-background-networking --disable-component-update --disable-sync " +
  "--virtual-time-budget=20000 --dump-dom";

/** Through a shell, since the tests may run no browser themselves. */
async function shell(script: string, ...args: string[]): Promise<string> {
  const { stdout } = await new Deno.Command("sh", {
    args: ["-c", script, "sh", ...args],
    stderr: "null",
  }).output();
  return new TextDecoder().decode(stdout);
}

/** The program, or "". */
export const browser: string = (await shell("command -v chromium || command -v google-chrome"))
  .trim();

/** Whether there is a Chromium to look with. */
export const hasChromium: boolean = browser !== "";

/** The document that Chromium makes of a page, after its scripts ran. */
export async function domOf(html: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/page.html`, html);
    return await shell(
      `"$1" ${FLAGS} --user-data-dir="$2/profile" "file://$2/page.html"`,
      browser,
      folder,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
