/** What notebook helpers print where there is no notebook. */

/** What `body` prints, call by call. */
export async function printed(body: () => Promise<void>): Promise<string[]> {
  const lines: string[] = [];
  const log = console.log;
  console.log = (...values: unknown[]) => lines.push(values.join(" "));
  try {
    await body();
  } finally {
    console.log = log;
  }
  return lines;
}
