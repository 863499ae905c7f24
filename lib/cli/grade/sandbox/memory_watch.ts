/**
 * Worker: says when the process takes more memory than it may. The grader then ends it.
 *
 * @module
 */

const INTERVAL_MS = 20;

declare const self: {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown): void;
};

self.onmessage = ({ data: { token, limit } }) => {
  setInterval(() => {
    if (Deno.memoryUsage().rss <= limit) return;
    Deno.stderr.writeSync(new TextEncoder().encode(`\n${token}{"memory":true}\n`));
  }, INTERVAL_MS);
  self.postMessage("watching");
};
