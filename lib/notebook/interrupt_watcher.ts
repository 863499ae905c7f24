/**
 * Worker: sets the shared flag when Stop is pressed, even while the main thread is busy.
 *
 * @module
 */

addEventListener("message", (event) => {
  const stopFlag: Int32Array = (event as MessageEvent).data;
  Deno.addSignalListener("SIGINT", () => Atomics.store(stopFlag, 0, 1));
});
