/**
 * Runs as a process of its own, without permissions: prints `{ urls }`, the file: URLs of files of
 * an npm package, or `{ error }`, a message. Arguments: the package's specifier, then the files; the
 * first is a JSON file, whose import makes Deno download the package.
 *
 * @module
 */

async function locate(specifier: string, names: readonly string[]): Promise<[string, string][]> {
  const importJson = new Function("name", 'return import(name, { with: { type: "json" } })');
  await importJson(`${specifier}/${names[0]}`);
  return names.map((name) => [name, import.meta.resolve(`${specifier}/${name}`)]);
}

if (import.meta.main) {
  const [specifier, ...names] = Deno.args;
  const answer = await locate(specifier, names).then(
    (urls) => ({ urls }),
    (error: Error) => ({ error: error.message }),
  );
  console.log(JSON.stringify(answer));
}
