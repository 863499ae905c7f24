/**
 * Exact numbers of bytes from a connection that delivers what it likes.
 *
 * @module
 */

const CHUNK = 65536;

/** Whatever bytes can be read from; a `Deno.Conn` for one. */
export interface ByteSource {
  /** Fills the front of `buffer` and returns how many bytes came, or null at the end. */
  read(buffer: Uint8Array): Promise<number | null>;
}

/** Buffers a source so that it can be read by exact byte counts. */
export class ByteReader {
  readonly #source: ByteSource;
  #buffer: Uint8Array = new Uint8Array(CHUNK);
  #start = 0;
  #end = 0;

  /** Reads from `source`, which nothing else may read from. */
  constructor(source: ByteSource) {
    this.#source = source;
  }

  /** The next `count` bytes, as a copy; throws UnexpectedEof where the source ends before. */
  async read(count: number): Promise<Uint8Array> {
    this.#reserve(count);
    while (this.#end - this.#start < count) {
      const got = await this.#source.read(this.#buffer.subarray(this.#end));
      if (got === null) throw new Deno.errors.UnexpectedEof("The connection was closed");
      this.#end += got;
    }
    const bytes = this.#buffer.slice(this.#start, this.#start + count);
    this.#start += count;
    return bytes;
  }

  /** Makes room for `count` bytes behind `#start`, growing by doubling. */
  #reserve(count: number): void {
    if (this.#start + count <= this.#buffer.length) return;
    const held = this.#buffer.subarray(this.#start, this.#end);
    if (count > this.#buffer.length) {
      this.#buffer = new Uint8Array(Math.max(count, 2 * this.#buffer.length));
      this.#buffer.set(held);
    } else {
      this.#buffer.copyWithin(0, this.#start, this.#end);
    }
    this.#start = 0;
    this.#end = held.length;
  }
}
