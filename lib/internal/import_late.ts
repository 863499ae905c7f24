/**
 * Imports that are decided while the program runs.
 *
 * @module
 */

/**
 * Imports a module by its URL, unseen by those who read programs before they run: Deno fetches
 * whatever an import names outright, npm packages included, with every program that might get there.
 */
export const importLate: (url: string) => Promise<unknown> = new Function(
  "url",
  "return import(url)",
) as (url: string) => Promise<unknown>;
