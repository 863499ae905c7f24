/**
 * The lines of a process's output, as far as they may be kept.
 *
 * @module
 */

/** Reads an output line by line; a line is given out once it is whole. */
export async function readLines(
  output: ReadableStream<Uint8Array>,
  onLine: (line: string) => void,
  onBytes: (count: number) => void,
): Promise<void> {
  const decoder = new TextDecoder();
  let rest = "";
  for await (const bytes of output) {
    onBytes(bytes.length);
    const lines = (rest + decoder.decode(bytes, { stream: true })).split("\n");
    rest = lines.pop()!;
    lines.forEach(onLine);
  }
  if (rest !== "") onLine(rest);
}
