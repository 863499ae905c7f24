/** Philox4x32-10 in integers of any size, straight from its definition and independent of lib/. */
export function philox(counter: bigint[], key: bigint[]): bigint[] {
  const word = (x: bigint) => BigInt.asUintN(32, x), high = (x: bigint) => x >> 32n;
  let [[c0, c1, c2, c3], [k0, k1]] = [counter, key];
  for (let round = 0; round < 10; round++) {
    const p0 = 0xd2511f53n * c0, p1 = 0xcd9e8d57n * c2;
    [c0, c1, c2, c3] = [high(p1) ^ c1 ^ k0, word(p1), high(p0) ^ c3 ^ k1, word(p0)];
    [k0, k1] = [word(k0 + 0x9e3779b9n), word(k1 + 0xbb67ae85n)];
  }
  return [c0, c1, c2, c3];
}

/** The 16 random bits of element i: eight elements a block, lower halves of words first. */
export function elementBits(i: number, key: readonly number[]): number {
  const block = philox([BigInt(i >> 3), 0n, 0n, 0n], key.map(BigInt));
  return Number(BigInt.asUintN(16, block[(i % 8) >> 1] >> BigInt(16 * (i % 2))));
}
