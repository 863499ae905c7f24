/**
 * Files from the reader, chosen or dropped, and to the reader.
 *
 * @module
 */

/// <reference lib="dom" />
/// <reference lib="dom.iterable" />

import { byId, element } from "./dom.ts";

/**
 * Hands on every file that is dropped on the page, pasted, or chosen with a button.
 *
 * @param buttons What kinds of files a button, by its id, lets choose.
 */
export function takeFiles(
  buttons: Readonly<Record<string, string>>,
  open: (file: File) => void,
): void {
  const input = byId<HTMLInputElement>("file"), drop = byId("drop");
  for (const [id, accept] of Object.entries(buttons)) {
    byId(id).addEventListener("click", () => {
      [input.accept, input.value] = [accept, ""];
      input.click();
    });
  }
  const openFirst = (files: FileList | null | undefined) => files?.[0] && open(files[0]);
  input.addEventListener("change", () => openFirst(input.files));
  addEventListener("paste", ({ clipboardData }) => openFirst(clipboardData?.files));
  addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    drop.hidden = false;
  });
  addEventListener("dragleave", ({ relatedTarget }) => {
    if (!relatedTarget) drop.hidden = true;
  });
  addEventListener("drop", (event) => {
    event.preventDefault();
    drop.hidden = true;
    openFirst(event.dataTransfer?.files);
  });
}

/** Gives the reader a file. */
export function download(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const href = URL.createObjectURL(new Blob([bytes]));
  element("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60_000);
}
