/** Tests that take a machine on which the jit backend runs; elsewhere they are visibly ignored. */

import { CodeMemory } from "../../../lib/backends/jit/code_memory.ts";
import { type InstructionSet, instructionSets } from "../../../lib/backends/jit/cpu.ts";
import { openLibc } from "../../../lib/backends/jit/libc.ts";

/** The instruction sets of this machine, the best one first; none where there is no jit backend. */
export const SETS: readonly InstructionSet[] = availableSets();

/** A test for where new code can run. */
export function linux(name: string, fn: () => void | Promise<void>): void {
  Deno.test({ name, ignore: SETS.length === 0, fn });
}

function availableSets(): InstructionSet[] {
  try {
    using memory = new CodeMemory(openLibc());
    return instructionSets(memory);
  } catch (error) {
    if (error instanceof Deno.errors.NotSupported) return [];
    throw error;
  }
}
