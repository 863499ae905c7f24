/**
 * URLs of Redis, which may hold passwords: these are never printed.
 *
 * @module
 */

import { checkString } from "../../internal/checks.ts";

/** The URL without its user and password. */
export function withoutPassword(url: string): string {
  const { protocol, host, pathname } = parseRedisUrl(url);
  return `${protocol}//${host}${pathname === "/" ? "" : pathname}`;
}

/** Whether a place of studies is a Redis, not a file. */
export function isRedisUrl(place: unknown): boolean {
  return typeof place === "string" && /^rediss?:\/\//i.test(place);
}

/**
 * Reads the URL of a Redis.
 *
 * @throws {RangeError} If it is none; the text is not quoted, since it may hold a password.
 */
export function parseRedisUrl(url: string): URL {
  checkString("url", url);
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const isRedis = parsed && ["redis:", "rediss:"].includes(parsed.protocol) &&
    parsed.hostname !== "" && /^\/?\d*$/.test(parsed.pathname);
  if (isRedis) return parsed;
  throw new RangeError(
    "Expected the URL of Redis to be redis://[user:password@]host[:port][/database], or rediss:// " +
      "with TLS, but found something else",
  );
}
