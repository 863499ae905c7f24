import { assertEquals } from "@std/assert";
import { ProcessLease } from "../../../lib/tuning/storage/process_lease.ts";
import { listDir, withTempDir } from "../../internal/testing.ts";

Deno.test("a new lease removes those of dead processes, and nothing else", () =>
  withTempDir(async (dir) => {
    const prefix = `${dir}/studies.db-lease-`;
    using live = new ProcessLease(prefix);
    const dead = prefix + crypto.randomUUID();
    await Deno.writeTextFile(dead, ""); // nobody holds its lock
    await Deno.writeTextFile(`${prefix}notes.txt`, "a stranger's");
    await Deno.writeTextFile(`${dir}/other.db-lease-${crypto.randomUUID()}`, "");
    {
      using other = new ProcessLease(prefix);
      assertEquals(listDir(dir).length, 4);
      assertEquals([live.isHeld(other.id), other.isHeld(live.id)], [true, true]);
      assertEquals(live.isHeld(dead.slice(prefix.length)), false);
    }
    assertEquals(listDir(dir).length, 3);
  }));
