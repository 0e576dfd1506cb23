/**
 * How Node runs the worker. Left alone V8 lets its heap grow to several times what is in use before it looks for what is not, which each
 * round makes anew; here it may grow by a quarter. No hard limit: more databases need more.
 */
export const WORKER_FLAGS = ["--enable-source-maps", "--max-semi-space-size=4", "--heap-growing-percent=25"];

/** As many pools for its native memory as it needs: glibc makes eight a core and gives back little of them. */
export const WORKER_ENVIRONMENT = { MALLOC_ARENA_MAX: "2" };
