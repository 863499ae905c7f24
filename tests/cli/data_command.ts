/**
 * `deno task data` for the synthetic dataset: the first argument is its archive as JSON, the others
 * are the command's own.
 *
 * @module
 */

import { data } from "../../lib/cli/data/data.ts";
import { fetchFiles } from "../../lib/datasets/fetch.ts";
import { officialSource } from "../../lib/datasets/official_source.ts";
import { FILES } from "../datasets/synthetic.ts";

const [archive, ...args] = Deno.args;
const sources = [officialSource(JSON.parse(archive))];
Deno.exit(await data(args, (options) => fetchFiles(FILES, sources, options)));
