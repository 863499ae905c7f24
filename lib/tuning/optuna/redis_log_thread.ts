/**
 * The thread that speaks with the Redis of a journal: in the words of Optuna's `JournalRedisBackend` with
 * its prefix left empty, as `optuna-dashboard redis://…` reads it.
 *
 * @module
 */

import { serveCalls } from "../../internal/sync_thread.ts";
import type { Redis } from "../queue/clients.ts";
import { PREFIX } from "../queue/messages.ts";

/** The number of the last entry. */
const LAST = ":log_number";

/** An entry, from 0. */
const entry = (number: number) => `:log:${number}`;

/** A writer's word that it lives; it expires. */
const leaseKey = (id: string) => `${PREFIX}:journal-lease:${id}`;

/**
 * How long the word holds, in milliseconds: less than a coordinator's that its study runs, so that who
 * takes the study over finds its trials abandoned.
 */
const LEASE_MS = 3000;

/** How often it is given again. */
const BEAT_MS = 500;

/** Adds entries if the last one is still that of this number and this text. */
const APPEND = `
  local last = redis.call('get', '${LAST}') or '-1'
  if last ~= ARGV[1] then return 0 end
  if last ~= '-1' and redis.call('get', ':log:' .. last) ~= ARGV[2] then return 0 end
  for i = 3, #ARGV do
    redis.call('set', string.format(':log:%d', last + i - 2), ARGV[i])
  end
  redis.call('set', '${LAST}', string.format('%d', last + #ARGV - 2))
  return 1`;

/** What was found from an entry on. */
export interface FoundEntries {
  /** The number of the last entry; `null` if there is no journal. */
  readonly last: number | null;
  /** The entry before; `null` if it is not there. */
  readonly before: string | null;
  readonly lines: readonly string[];
}

let client: Redis, beat: ReturnType<typeof setInterval> | undefined;

const methods = {
  /** Connects; throws within five seconds if there is no Redis that can serve. */
  async open(url: string): Promise<void> {
    // Here, so that a package that is not installed is told of.
    const { connectRedis } = await import("../queue/connection.ts");
    client = await connectRedis(url);
  },

  /** So many entries from a number on, or all that there are. */
  async read(from: number, count: number): Promise<FoundEntries> {
    const number = await client.get(LAST);
    if (number === null) return { last: null, before: null, lines: [] };
    const last = Number(number), end = Math.min(last + 1, from + count);
    const keys = Array.from({ length: Math.max(0, end - from) }, (_, i) => entry(from + i));
    const [before, ...found] = await client.mget(entry(from - 1), ...keys);
    // Under a Redis Cluster Python counts an entry before it is there.
    const missing = found.indexOf(null);
    const lines = (missing < 0 ? found : found.slice(0, missing)) as string[];
    return { last, before, lines };
  },

  /** Adds entries after the one of this number and this text; false if it is the last no longer. */
  async append(last: number, text: string, lines: readonly string[]): Promise<boolean> {
    return await client.call("EVAL", [APPEND, 0, last, text, ...lines]) === 1;
  },

  /** Takes a lease, and keeps it for as long as this thread lives. */
  async hold(id: string): Promise<void> {
    const give = () => client.set(leaseKey(id), "", "PX", LEASE_MS);
    await give();
    beat = setInterval(() => give().catch(() => {}), BEAT_MS);
  },

  /** Whether the lease of that id is held by anybody. */
  async isHeld(id: string): Promise<boolean> {
    return await client.exists(leaseKey(id)) === 1;
  },

  /** Ends a lease. */
  async release(id: string): Promise<void> {
    clearInterval(beat);
    await client.del(leaseKey(id));
  },
};

/** What this thread can be asked to do. */
export type RedisLogMethods = typeof methods;

serveCalls(methods);
