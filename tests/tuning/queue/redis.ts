/**
 * Servers of Redis for the tests, where there is one: each on a free port of the loopback, with a
 * password, and an append-only file in a folder of its own.
 *
 * @module
 */

/** Through a shell, since the tests may run no server themselves. */
function shell(script: string, ...args: string[]): Deno.Command {
  return new Deno.Command("sh", {
    args: ["-c", script, "sh", ...args],
    stdout: "null",
    stderr: "null",
  });
}

/** Whether there is a `redis-server` to start. */
export const hasRedis: boolean = shell("command -v redis-server").outputSync().success;

/** Whether it has TLS, and there is an `openssl` to make certificates by. */
export const hasTls: boolean = hasRedis && shell(
  'command -v openssl && ldd "$(command -v redis-server)" | grep -q libssl',
).outputSync().success;

/** Makes an authority, `ca.crt`, and by it a certificate of 127.0.0.1, `redis.crt` and `redis.key`. */
export async function makeCertificates(dir: string): Promise<void> {
  const script = `cd "$1" && echo subjectAltName=IP:127.0.0.1 > names &&
    openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=tests -keyout ca.key -out ca.crt &&
    openssl req -newkey rsa:2048 -nodes -subj /CN=redis -keyout redis.key -out redis.csr &&
    openssl x509 -req -in redis.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 2 \\
      -extfile names -out redis.crt`;
  if (!(await shell(script, dir).output()).success) throw new Error("openssl made no certificates");
}

/** A server, until it is disposed of. */
export class TestRedis implements AsyncDisposable {
  /** The port that it listens on, also after it was killed and started again. */
  readonly port: number = freePort();
  /** What it asks for. */
  readonly password: string = crypto.randomUUID();
  readonly #dir = Deno.makeTempDirSync();
  readonly #options: readonly string[];
  #process: Deno.ChildProcess;

  private constructor(options: readonly string[]) {
    this.#options = options;
    this.#process = this.#spawn();
  }

  /** Starts a server; `options` are those of its command line. */
  static async start(...options: string[]): Promise<TestRedis> {
    const redis = new TestRedis(options);
    await redis.#untilReady();
    return redis;
  }

  /** The URL with the password. */
  get url(): string {
    return `redis://:${this.password}@127.0.0.1:${this.port}`;
  }

  /** Kills it as a power cut does. */
  async kill(): Promise<void> {
    this.#process.kill("SIGKILL");
    await this.#process.status;
  }

  /** Starts it again on what it had written. */
  async restart(): Promise<void> {
    this.#process = this.#spawn();
    await this.#untilReady();
  }

  /** Ends it, by its process id. */
  async [Symbol.asyncDispose](): Promise<void> {
    try {
      await this.kill();
    } catch {
      // It was killed before.
    }
    await Deno.remove(this.#dir, { recursive: true });
  }

  /** Has it start again so many seconds later, whatever this thread waits for. */
  restartAfter(seconds: number): void {
    this.#process = this.#spawn(seconds);
  }

  #spawn(after = 0): Deno.ChildProcess {
    const options = `--port ${this.port} --bind 127.0.0.1 --requirepass ${this.password} ` +
      `--dir ${this.#dir} --appendonly yes --appendfsync everysec --save`;
    const args = [...options.split(" "), "", ...this.#options];
    return shell(`sleep ${after} && exec redis-server "$@"`, ...args).spawn();
  }

  /** It answers without a password too, that it wants one. */
  async #untilReady(): Promise<void> {
    for (let i = 0; i < 400; i++) {
      try {
        using connection = await Deno.connect({ hostname: "127.0.0.1", port: this.port });
        await connection.write(new TextEncoder().encode(`AUTH ${this.password}\r\nPING\r\n`));
        const bytes = new Uint8Array(64);
        const length = await connection.read(bytes) ?? 0;
        if (new TextDecoder().decode(bytes.subarray(0, length)).startsWith("+OK")) return;
      } catch {
        // Not yet.
      }
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error("redis-server did not start");
  }
}

/** A port that nothing listens on. */
export function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
