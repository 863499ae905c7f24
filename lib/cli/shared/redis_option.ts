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
 * @param option What asks for it, in messages.
 * @throws {RangeError} If it is none.
 */
export function redisUrl(value: string | true, option = "--redis"): string {
  const url = value === true ? Deno.env.get(REDIS_VARIABLE) ?? "" : value;
  if (url === "") throw new RangeError(`${option} has no URL, and ${REDIS_VARIABLE} is not set`);
  parseRedisUrl(url);
  return url;
}

/** The option as it may be printed: a URL with a password is left to the environment. */
export function printableRedis(value: string | true): string[] {
  if (value === true || isSecret(value)) return ["--redis"];
  return ["--redis", withoutPassword(value)];
}

/** Whether the URL holds a user or a password. */
export function isSecret(url: string): boolean {
  const { username, password } = parseRedisUrl(url);
  return username !== "" || password !== "";
}
