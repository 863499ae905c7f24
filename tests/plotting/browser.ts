/**
 * Chromium as a person uses it: pages that live, clicks and keys, over its own protocol.
 *
 * @module
 */

import { browser } from "./chromium.ts";

const FLAGS = "--headless --no-sandbox --disable-gpu --no-first-run --disable-quic " +
  "--disable-background-networking --disable-component-update --disable-sync " +
  "--remote-debugging-port=0 --remote-allow-origins=*";

/** Starts it and ends it with us: its standard input closes when this process is gone. */
const SCRIPT = `"$1" ${FLAGS} --user-data-dir="$2" about:blank & read -r _; kill $!; wait $!`;

/** How long a test waits for what a page should come to show. */
const PATIENCE_MS = 120_000;

interface Answer {
  readonly id?: number;
  readonly sessionId?: string;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** A running Chromium. */
export class Browser implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #folder: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #pages = new Map<string, Page>();
  #count = 0;

  private constructor(process: Deno.ChildProcess, folder: string, socket: WebSocket) {
    this.#process = process;
    this.#folder = folder;
    this.#socket = socket;
    socket.addEventListener("message", ({ data }) => this.#take(JSON.parse(data)));
  }

  /** Starts one. */
  static async start(): Promise<Browser> {
    const folder = await Deno.makeTempDir();
    const process = new Deno.Command("sh", {
      args: ["-c", SCRIPT, "sh", browser, folder],
      stdin: "piped",
      stderr: "piped",
      stdout: "null",
    }).spawn();
    const socket = new WebSocket(await addressOf(process));
    await new Promise((resolve) => socket.addEventListener("open", resolve, { once: true }));
    return new Browser(process, folder, socket);
  }

  /** A page at the address. */
  async open(url: string, { width = 1280, height = 900, dark = false } = {}): Promise<Page> {
    const { targetId } = await this.send("Target.createTarget", { url: "about:blank" });
    const { sessionId } = await this.send("Target.attachToTarget", { targetId, flatten: true });
    const page = new Page(this, sessionId as string);
    this.#pages.set(sessionId as string, page);
    for (const domain of ["Page", "Runtime", "Log", "Network"]) await page.send(`${domain}.enable`);
    await page.send("Emulation.setDeviceMetricsOverride", {
      ...{ width, height, deviceScaleFactor: 1, mobile: width < 500 },
    });
    const features = [{ name: "prefers-color-scheme", value: dark ? "dark" : "light" }];
    await page.send("Emulation.setEmulatedMedia", { features });
    await page.send("Page.navigate", { url });
    return page;
  }

  /** A command of the protocol, and its result. */
  async send(
    method: string,
    params: object = {},
    sessionId?: string,
  ): Promise<Record<string, unknown>> {
    const id = ++this.#count;
    const answer = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result!;
  }

  #take(answer: Answer): void {
    if (answer.id !== undefined) {
      this.#waiting.get(answer.id)?.(answer);
      this.#waiting.delete(answer.id);
    } else if (answer.sessionId) this.#pages.get(answer.sessionId)?.take(answer);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.#process.stdin.close();
    await this.#process.status;
    await removeProfile(this.#folder);
  }
}

/** Chromium's own processes may outlive it by a moment, and write. */
async function removeProfile(folder: string): Promise<void> {
  for (let attempt = 1;; attempt++) {
    try {
      return await Deno.remove(folder, { recursive: true });
    } catch (error) {
      if (attempt === 20) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** The address of its protocol, which it says on standard error. */
async function addressOf(process: Deno.ChildProcess): Promise<string> {
  const reader = process.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let said = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`Chromium did not start: ${said}`);
    said += value;
    const found = said.match(/DevTools listening on (ws:\S+)/);
    if (!found) continue;
    drain(reader);
    return found[1];
  }
}

/** Reads what it says later, too: else it would wait. */
async function drain(reader: ReadableStreamDefaultReader<string>): Promise<void> {
  while (!(await reader.read()).done);
}

/** A page. */
export class Page {
  readonly #browser: Browser;
  readonly #session: string;
  /** What the browser complained of: errors of scripts, what the policy forbade. */
  readonly complaints: string[] = [];
  /** Addresses that it asked for. */
  readonly requested: string[] = [];

  constructor(browser: Browser, session: string) {
    this.#browser = browser;
    this.#session = session;
  }

  /** A command of the protocol, and its result. */
  send(method: string, params: object = {}): Promise<Record<string, unknown>> {
    return this.#browser.send(method, params, this.#session);
  }

  /** An event of the protocol. */
  take({ method, params }: Answer): void {
    if (method === "Log.entryAdded") {
      const { level, text } = params!.entry as { level: string; text: string };
      if (level === "error") this.complaints.push(text);
    } else if (method === "Runtime.exceptionThrown") {
      this.complaints.push(JSON.stringify(params!.exceptionDetails));
    } else if (method === "Network.requestWillBeSent") {
      this.requested.push((params!.request as { url: string }).url);
    }
  }

  /** What an expression comes to, also if it is a promise. */
  async evaluate<T>(expression: string): Promise<T> {
    const { result, exceptionDetails } = await this.send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
    return (result as { value: T }).value;
  }

  /** What an expression comes to, once that is true. */
  async until<T>(expression: string): Promise<T> {
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const value = await this.evaluate<T>(expression).catch(() => undefined);
      if (value) return value;
      if (Date.now() > end) {
        const text = await this.evaluate("document.body.innerText");
        throw new Error(`${expression} did not come true; ${this.complaints.join("\n")}\n${text}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** Clicks on the element, as a program. */
  async click(selector: string): Promise<void> {
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  }

  /** The text of an element. */
  async text(selector: string): Promise<string> {
    return await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  }

  /** Closes the page. */
  async close(): Promise<void> {
    await this.send("Page.close");
  }

  /** Presses a key, as on a keyboard. */
  async press(key: string, text = ""): Promise<void> {
    const keyCode = { Tab: 9, Enter: 13, " ": 32 }[key] ?? 0;
    const event = { key, code: key, text, windowsVirtualKeyCode: keyCode };
    await this.send("Input.dispatchKeyEvent", { type: "keyDown", ...event });
    await this.send("Input.dispatchKeyEvent", { type: "keyUp", ...event });
  }

  /** Drags from one point to another, in CSS pixels of the window. */
  async drag(from: readonly [number, number], to: readonly [number, number]): Promise<void> {
    const steps = [["mousePressed", from], ["mouseMoved", to], ["mouseReleased", to]] as const;
    for (const [type, [x, y]] of steps) {
      const common = { x, y, button: "left", clickCount: 1 };
      await this.send("Input.dispatchMouseEvent", { type, ...common, buttons: 1 });
    }
  }

  /** The whole page as a PNG. */
  async picture(): Promise<Uint8Array> {
    const { data } = await this.send("Page.captureScreenshot", { captureBeyondViewport: true });
    return Uint8Array.fromBase64(data as string);
  }
}
