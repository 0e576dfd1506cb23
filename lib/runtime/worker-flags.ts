/**
 * How Node runs the worker. Left alone V8 lets its heap grow with every round before it looks what is still in use; what is in use while
 * 1,000 databases are sampled is a third of this limit.
 */
export const WORKER_FLAGS = ["--enable-source-maps", "--max-semi-space-size=4", "--max-old-space-size=256"];

/** As many pools for its native memory as it needs: glibc makes eight a core and gives back little of them. */
export const WORKER_ENVIRONMENT = { MALLOC_ARENA_MAX: "2" };
