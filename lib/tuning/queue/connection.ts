/**
 * Connections to Redis: refused within seconds, in plain words, where they cannot serve; kept through
 * the server's absences afterwards. Passwords are never part of a message.
 *
 * @module
 */

import { Redis } from "./clients.ts";
import { parseRedisUrl, withoutPassword } from "./redis_url.ts";

/** BullMQ's scripts are made for this version and later ones. */
const OLDEST = [6, 2] as const;

/** How long a server may take to answer at first, in milliseconds. */
const PATIENCE_MS = 4000;

/** Milliseconds between attempts to find a server again that went away. */
const RETRY_MS = 250;

/** Thrown when there is no Redis to work with. */
export class RedisError extends Error {
  /** The class's name. */
  override readonly name = "RedisError";
}

/** What is told of a server that goes away and comes back. */
export type OnMessage = (message: string) => void;

/**
 * A connected client of a Redis that can serve: reachable, new enough, and evicting nothing.
 *
 * @param onMessage Told when the server goes away and when it is back; commands wait meanwhile.
 * @throws {RedisError} If there is none, within five seconds.
 */
export async function connectRedis(url: string, onMessage: OnMessage = () => {}): Promise<Redis> {
  const { protocol, hostname, port, username, password, pathname } = parseRedisUrl(url);
  const place = withoutPassword(url);
  let isUp = false;
  const client = new Redis({
    host: hostname.replace(/^\[|\]$/g, ""),
    port: port === "" ? 6379 : Number(port),
    username: decodeURIComponent(username) || undefined,
    password: decodeURIComponent(password) || undefined,
    db: Number(pathname.slice(1)),
    tls: protocol === "rediss:" ? {} : undefined,
    lazyConnect: true,
    connectTimeout: PATIENCE_MS,
    maxRetriesPerRequest: null, // as BullMQ asks: commands wait for the server
    retryStrategy: () => isUp ? RETRY_MS : null,
  });
  let lastError: Error | undefined;
  client.on("error", (error: Error) => lastError = error);
  try {
    await bounded(client.connect(), PATIENCE_MS);
    await bounded(checkServer(client, place), PATIENCE_MS);
  } catch (error) {
    client.disconnect();
    throw explained(place, lastError ?? error as Error, error as Error);
  }
  isUp = true;
  tellAbsences(client, place, onMessage);
  return client;
}

/**
 * Finds out whether there is a Redis that can serve.
 *
 * @throws {RedisError} If there is none, within five seconds.
 */
export async function checkRedis(url: string): Promise<void> {
  await closeRedis(await connectRedis(url));
}

/** Ends a client, without waiting for a server that is gone. */
export async function closeRedis(client: Redis): Promise<void> {
  if (client.status === "ready") await bounded(client.quit(), 1000).catch(() => {});
  client.disconnect();
}

/** The promise's value, or a rejection when it takes longer than so many milliseconds. */
export async function bounded<T>(promise: Promise<T>, limit: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new RedisError(`no answer within ${limit / 1000} s`)), limit);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}

async function checkServer(client: Redis, place: string): Promise<void> {
  const info = await client.info();
  const field = (name: string) => info.match(new RegExp(`^${name}:(.*?)\\r?$`, "m"))?.[1] ?? "";
  const version = field("redis_version");
  const [major, minor] = version.split(".").map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  if (isOld) {
    throw new RedisError(
      `Redis at ${place} is too old: expected version ${
        OLDEST.join(".")
      } or later but found ${version}`,
    );
  }
  const policy = field("maxmemory_policy");
  if (policy === "" || policy === "noeviction") return;
  throw new RedisError(
    `Redis at ${place} forgets what does not fit (maxmemory-policy is ${policy}), and would lose ` +
      "trials: set it to noeviction",
  );
}

function explained(place: string, cause: Error, thrown: Error): Error {
  if (thrown instanceof RedisError && thrown.message.startsWith("Redis at")) return thrown;
  const { message } = cause;
  if (/WRONGPASS|invalid password/i.test(message)) {
    return new RedisError(`Redis at ${place} refuses the password`);
  }
  if (/NOAUTH/.test(message)) return new RedisError(`Redis at ${place} asks for a password`);
  const reason = message || (cause as { code?: string }).code || "no connection";
  const hint = /certificate/i.test(reason)
    ? "; DENO_CERT=FILE names the certificate of an authority of one's own"
    : "";
  return new RedisError(`Cannot reach Redis at ${place}: ${reason}${hint}`);
}

function tellAbsences(client: Redis, place: string, onMessage: OnMessage): void {
  let isAway = false;
  client.on("close", () => {
    if (isAway || client.status === "end") return;
    isAway = true;
    onMessage(`Redis at ${place} is gone; waiting for it to come back`);
  });
  client.on("ready", () => {
    if (isAway) onMessage(`Redis at ${place} is back`);
    isAway = false;
  });
}
