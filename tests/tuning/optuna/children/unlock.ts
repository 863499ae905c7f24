/** Removes the file it is told of, a little later, and says so in shared memory just before. */

addEventListener("message", (event) => {
  const { lock, isRemoved } = (event as MessageEvent<{ lock: string; isRemoved: Int32Array }>).data;
  setTimeout(() => {
    Atomics.store(isRemoved, 0, 1);
    Deno.removeSync(lock);
  }, 150);
});
