/**
 * Where `--out` says that studies are: in a file, or in a Redis.
 *
 * @module
 */

import { isRedisUrl, withoutPassword } from "../../tuning/queue/redis_url.ts";
import { isSecret, redisUrl } from "../shared/redis_option.ts";
import type { TuneOptions } from "./options.ts";

/** The word for the Redis of `--redis` or, without, of the environment. */
export const REDIS = "redis:";

/**
 * The file's path, or the URL of the Redis, with its password.
 *
 * @throws {RangeError} If there is no URL.
 */
export function placeOf({ out, redis }: Pick<TuneOptions, "out" | "redis">): string {
  if (out === REDIS) return redisUrl(redis ?? true, "--out redis:");
  return isRedisUrl(out) ? redisUrl(out, "--out") : out;
}

/** The place as it may be shown. */
export function shownPlace(place: string): string {
  return isRedisUrl(place) ? withoutPassword(place) : place;
}

/** `--out` as it may be printed in a command: a URL with a password is left to the environment. */
export function printableOut(out: string): string {
  return isRedisUrl(out) && isSecret(out) ? REDIS : out;
}
