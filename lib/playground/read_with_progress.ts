/**
 * Downloads that say how far they are.
 *
 * @module
 */

/**
 * The bytes of a file of the page.
 *
 * @param onProgress Told the bytes that have come, and how many there are (0: unknown).
 * @throws {Error} If it cannot be had, naming it and the reason.
 */
export async function readWithProgress(
  path: string,
  onProgress: (bytes: number, of: number) => void,
): Promise<Uint8Array> {
  const response = await fetch(path);
  if (!response.ok || !response.body) {
    throw new Error(`Cannot load ${path}: the server answered ${response.status}`);
  }
  const of = Number(response.headers.get("content-length") ?? 0), chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunksOf(response.body)) {
    chunks.push(chunk);
    onProgress(bytes += chunk.length, of);
  }
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Not every browser can iterate over a stream. */
async function* chunksOf(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
  const reader = body.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
