/** Where things lie in the memory that all threads of a backend share. */

// Words that threads wait on lie in cache lines of their own; the word behind each, at + SLEEPERS,
// counts the threads that are asleep on it, or about to be.
export const SLEEPERS: usize = 4;
/** Counts published jobs: odd while one is open to helpers, -1 when they shall end. */
export const EPOCH: usize = 64;
/** Tasks completed. */
export const DONE: usize = 192;
/** Helpers that are looking at the job. */
export const ACTIVE: usize = 256;
/** Helpers that have come to life. */
export const HELPERS: usize = 320;
/** The job's record. */
export const JOB: usize = 512;
/** The coefficients of an update, eight float64, and the addresses of its operands, four words. */
export const COEFFICIENTS: usize = 832;
export const OPERANDS: usize = 896;
/** The next task to claim of each segment, in cache lines of their own. */
export const NEXT: usize = 1024;
/** Most segments: their counters end where the partial sums begin. */
export const MAX_SEGMENTS: i32 = 48;
/** Bytes from a segment's counter to the next one's. */
export const SEGMENT_BYTES: usize = 64;
/** Partial sums, one float64 a task. */
export const PARTIALS: usize = 4096;
/** Most tasks of a reduction: its partial sums end where the scratch begins. */
export const MAX_PARTIALS: i32 = 7680;
/** Scratch of thread t: SCRATCH + t · SCRATCH_BYTES. */
export const SCRATCH: usize = 65536;
/** A converted block of the left-hand side (at most 256 steps × 56 float64) and one tile. */
export const SCRATCH_BYTES: usize = 131072;
