/**
 * Keeps an output and a folder, then prints which of the other arguments may be read and written.
 *
 * @module
 */

import { keepOnly } from "../../../lib/cli/shared/permissions.ts";

const [output, folder, ...paths] = Deno.args;
await keepOnly({ folders: [folder], outputs: [output, undefined] });
const may = (name: "read" | "write", path: string) =>
  Deno.permissions.querySync({ name, path }).state === "granted";
console.log(JSON.stringify(paths.map((path) => [may("read", path), may("write", path)])));
