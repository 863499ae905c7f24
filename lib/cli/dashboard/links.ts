/**
 * Saying where the page is.
 *
 * @module
 */

import type { Dashboard } from "../../dashboard/server.ts";
import { printError } from "../shared/output.ts";

/** Says where the page is, on standard error: output stays what it is without a page. */
export function printLinks({ links }: Dashboard): void {
  printError(`Dashboard:    ${links.steer}\nTo look only: ${links.look}`);
}
