/**
 * Threads that share a job. The main thread publishes it and works too; whoever is free claims the
 * next task, so a helper that comes late, or never, costs speed and nothing else. Each thread begins
 * with a segment of its own, the same one in each job over the same matrix, so that what it wrote is
 * still in its core's cache. Waiting is a short spin and then a sleep on the word that will change.
 */

import { Job, job } from "./job";
import {
  ACTIVE,
  DONE,
  EPOCH,
  HELPERS,
  MAX_SEGMENTS,
  NEXT,
  SEGMENT_BYTES,
  SLEEPERS,
} from "./layout";
import { performTask } from "./tasks";

/**
 * Reads of a word before a thread goes to sleep on it: a third of a millisecond, longer than the
 * JavaScript between two kernels of a training step. Waking up costs a tenth of a float32 step.
 */
const SPINS: i32 = 1000000;
const FOREVER: i64 = -1;

/** Does the tasks of `job()`, with the helpers if `shared`. Returns when all are done. */
export function runJob(shared: bool): void {
  openSegments(job(), shared ? min(helpers() + 1, MAX_SEGMENTS) : 1);
  atomic.store<i32>(DONE, 0);
  if (shared) {
    atomic.add<i32>(EPOCH, 1);
    wake(EPOCH);
  }
  claimTasks(0);
  waitUntil(DONE, job().tasks);
  if (shared) {
    atomic.add<i32>(EPOCH, 1);
    waitUntilZero(ACTIVE);
  }
}

/** The life of helper `thread` (1, 2, …): returns when the backend is disposed of. */
export function help(thread: i32): void {
  atomic.add<i32>(HELPERS, 1);
  let seen = 0;
  while (true) {
    const epoch = waitForChange(EPOCH, seen);
    if (epoch == -1) return;
    if (epoch & 1) {
      atomic.add<i32>(ACTIVE, 1);
      if (atomic.load<i32>(EPOCH) == epoch) claimTasks(thread);
      atomic.sub<i32>(ACTIVE, 1);
      wake(ACTIVE);
    }
    seen = epoch;
  }
}

/** How many helpers have come to life. */
export function helpers(): i32 {
  return atomic.load<i32>(HELPERS);
}

/** Sends the helpers home. */
export function dismiss(): void {
  atomic.store<i32>(EPOCH, -1);
  atomic.notify(EPOCH, -1);
}

/** Barriers want the tasks in order: one segment. */
function openSegments(j: Job, threads: i32): void {
  j.segments = j.cycle > 0 ? 1 : threads;
  for (let s = 0; s < j.segments; s++) atomic.store<i32>(counter(s), segmentStart(j, s));
}

function claimTasks(thread: i32): void {
  const j = job(), segments = j.segments;
  for (let i = 0; i < segments; i++) claimSegment(j, (thread + i) % segments, thread);
}

function claimSegment(j: Job, segment: i32, thread: i32): void {
  const end = segmentStart(j, segment + 1);
  while (true) {
    const task = atomic.add<i32>(counter(segment), 1);
    if (task >= end) return;
    if (j.cycle > 0) {
      const part = task % j.cycle;
      waitUntil(DONE, task - part + (part < j.packs ? 0 : j.packs));
    }
    performTask(j, task, thread);
    atomic.add<i32>(DONE, 1);
    wake(DONE);
  }
}

function segmentStart(j: Job, segment: i32): i32 {
  return <i32> (<i64> segment * j.tasks / j.segments);
}

function counter(segment: i32): usize {
  return NEXT + <usize> segment * SEGMENT_BYTES;
}

function waitUntil(address: usize, least: i32): void {
  let value = atomic.load<i32>(address);
  while (value < least) value = waitForChange(address, value);
}

function waitUntilZero(address: usize): void {
  let value = atomic.load<i32>(address);
  while (value != 0) value = waitForChange(address, value);
}

/** Returns the new value. */
function waitForChange(address: usize, from: i32): i32 {
  for (let spins = 0; spins < SPINS; spins++) {
    const value = atomic.load<i32>(address);
    if (value != from) return value;
  }
  atomic.add<i32>(address, 1, SLEEPERS);
  while (atomic.load<i32>(address) == from) atomic.wait<i32>(address, from, FOREVER);
  atomic.sub<i32>(address, 1, SLEEPERS);
  return atomic.load<i32>(address);
}

/**
 * Wakes who sleeps on a word that has just changed. A notification takes about 1.5 µs even if there
 * is nobody; one who counts as a sleeper only after this look finds the word changed, and stays up.
 */
function wake(address: usize): void {
  if (atomic.load<i32>(address, SLEEPERS) > 0) atomic.notify(address, -1);
}
