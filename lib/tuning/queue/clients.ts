/**
 * The packages that speak with Redis, in the order in which they can be loaded.
 *
 * @module
 */

import "./hidden_environment.ts";
export { Redis } from "ioredis";
export { type Job, Queue, QueueEvents, Worker } from "bullmq";
import "./shown_environment.ts";
