/**
 * Runs as a process of its own, without permissions: prints the file: URLs of files of an npm
 * package as JSON. Arguments: the package's specifier, then the files; the first is a JSON file,
 * whose import makes Deno download the package.
 *
 * @module
 */

if (import.meta.main) {
  const [specifier, ...names] = Deno.args;
  await import(`${specifier}/${names[0]}`, { with: { type: "json" } });
  const urls = names.map((name) => [name, import.meta.resolve(`${specifier}/${name}`)]);
  console.log(JSON.stringify(Object.fromEntries(urls)));
}
