/**
 * The option that names a Redis, from the command line or, lest a password be seen there, from the
 * environment.
 *
 * @module
 */

import { Option } from "commander";
import { parseRedisUrl, withoutPassword } from "../../tuning/queue/redis_url.ts";

/** The variable that `--redis` without a URL reads. */
export const REDIS_VARIABLE = "TWO_LAYER_NET_REDIS";

/** `--redis`. */
export function redisOption(description: string): Option {
  return new Option(
    "--redis [url]",
    `${description}: redis://[user:password@]host[:port][/database], rediss:// with TLS; without a ` +
      `URL, that in ${REDIS_VARIABLE}`,
  );
}

/**
 * The URL that the option gives.
 *
 * @param value What commander has of it: `true` where no URL was given.
 * @throws {RangeError} If it is none.
 */
export function redisUrl(value: string | true): string {
  const url = value === true ? Deno.env.get(REDIS_VARIABLE) ?? "" : value;
  if (url === "") throw new RangeError(`--redis has no URL, and ${REDIS_VARIABLE} is not set`);
  parseRedisUrl(url);
  return url;
}

/** The option as it may be printed: a URL with a password is left to the environment. */
export function printableRedis(value: string | true): string[] {
  if (value === true) return ["--redis"];
  const { username, password } = parseRedisUrl(value);
  const isSecret = username !== "" || password !== "";
  return isSecret ? ["--redis"] : ["--redis", withoutPassword(value)];
}
