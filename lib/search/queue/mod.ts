/**
 * Studies on many machines, by BullMQ over Redis: a coordinator with the study, and workers that come
 * and go. `deno task tune --redis` and `deno task worker` are these functions as commands.
 *
 * @module
 */

export { checkRedis, type OnMessage, RedisError } from "../../tuning/queue/connection.ts";
export type { QueueWorkerState } from "../../tuning/queue/messages.ts";
export {
  connectQueue,
  type QueueCounts,
  type QueueExecutor,
  type QueueExecutorOptions,
} from "../../tuning/queue/queue_executor.ts";
export {
  type ServableStudy,
  serveQueue,
  type ServeQueueOptions,
  type TrialRunner,
} from "../../tuning/queue/queue_worker.ts";
export { netQueue, type NetQueueOptions, serveNets, type ServeNetsOptions } from "./nets.ts";
