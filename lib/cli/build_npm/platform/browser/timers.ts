/**
 * `node:timers` for browsers.
 *
 * @module
 */

const { port1, port2 } = new MessageChannel(), waiting: (() => void)[] = [];
port1.onmessage = () => waiting.shift()?.();

/** Calls back once the event loop has come round: without the 4 ms that timers wait at least. */
export function setImmediate(callback: () => void): void {
  waiting.push(callback);
  port2.postMessage(null);
}
