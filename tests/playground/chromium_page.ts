/**
 * A page in a real browser that can be looked at and clicked on, over the DevTools protocol.
 *
 * @module
 */

const FLAGS = "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run " +
  "--disable-background-networking --disable-component-update --disable-sync " +
  "--remote-debugging-port=0";

/** Starts it and ends it with us: its standard input closes when this process is gone. */
const SCRIPT = `browser=$(command -v chromium || command -v google-chrome) || exit
"$browser" ${FLAGS} --user-data-dir="$1" about:blank & read -r _; kill $!; wait $!`;

/** Lets `problems` in each page list its errors, and what its policy refused. */
const WATCH = `self.problems = [];
  addEventListener("error", ({ message }) => problems.push(message));
  addEventListener("unhandledrejection", ({ reason }) => problems.push(String(reason)));
  addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) =>
    problems.push(violatedDirective + " " + blockedURI));`;

// deno-lint-ignore no-explicit-any
type Json = any;

/** Longest wait for anything, in milliseconds; a busy machine needs seconds. */
const PATIENCE_MS = 120_000;

/** One page of a browser of its own. */
export class ChromiumPage implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #profile: string;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, PromiseWithResolvers<Json>>();
  #last = 0;

  private constructor(process: Deno.ChildProcess, profile: string, socket: WebSocket) {
    this.#process = process;
    this.#profile = profile;
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const { id, result, error } = JSON.parse(data);
      const call = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) call?.reject(new Error(error.message));
      else call?.resolve(result);
    };
  }

  /** Opens an empty page. */
  static async open(): Promise<ChromiumPage> {
    const profile = await Deno.makeTempDir();
    const process = new Deno.Command("sh", {
      args: ["-c", SCRIPT, "sh", profile],
      stdin: "piped",
      stdout: "null",
      stderr: "null",
    }).spawn();
    const port = await until(async () => {
      const text = await Deno.readTextFile(`${profile}/DevToolsActivePort`).catch(() => "");
      return text.split("\n")[0];
    });
    const targets = await until(async () => {
      const list: Json[] = await (await fetch(`http://127.0.0.1:${port}/json`)).json();
      return list.find(({ type }) => type === "page");
    });
    const socket = new WebSocket(targets.webSocketDebuggerUrl);
    await new Promise((resolve, reject) => [socket.onopen, socket.onerror] = [resolve, reject]);
    const page = new ChromiumPage(process, profile, socket);
    await page.call("Page.enable");
    await page.call("Page.addScriptToEvaluateOnNewDocument", { source: WATCH });
    return page;
  }

  /** Calls a method of the protocol. */
  async call(method: string, params: Json = {}): Promise<Json> {
    const id = ++this.#last, answer = Promise.withResolvers<Json>();
    this.#waiting.set(id, answer);
    this.#socket.send(JSON.stringify({ id, method, params }));
    return await answer.promise;
  }

  /** Goes to an address. */
  async goTo(url: string): Promise<void> {
    await this.call("Page.navigate", { url });
    await this.until("document.readyState === 'complete'");
  }

  /** The value of an expression in the page, awaited. */
  async evaluate(expression: string): Promise<Json> {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await this.call("Runtime.evaluate", options);
    if (!exceptionDetails) return result.value;
    throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  }

  /** Waits until an expression in the page is true, and returns it. */
  async until(expression: string): Promise<Json> {
    return await until(() => this.evaluate(expression).catch(() => null), expression);
  }

  /** Clicks on the element, as a program. */
  async click(selector: string): Promise<void> {
    await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).click()`);
  }

  /** The text of an element. */
  async text(selector: string): Promise<string> {
    return await this.evaluate(`document.querySelector(${JSON.stringify(selector)}).textContent`);
  }

  /** A picture of what is seen, as PNG. */
  async screenshot(options: Json = {}): Promise<Uint8Array> {
    const { data } = await this.call("Page.captureScreenshot", { format: "png", ...options });
    return Uint8Array.fromBase64(data);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#socket.close();
    await this.#process.stdin.close();
    await this.#process.status;
    await Deno.remove(this.#profile, { recursive: true }).catch(() => {});
  }
}

/** The first value that is true. */
async function until<T>(look: () => Promise<T>, what = "the browser"): Promise<NonNullable<T>> {
  const end = performance.now() + PATIENCE_MS;
  while (performance.now() < end) {
    const found = await look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`Waited for ${what} in vain`);
}
