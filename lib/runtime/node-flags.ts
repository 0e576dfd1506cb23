/**
 * How Node runs the worker. Left alone V8 lets its heap grow to several times what is in use before it looks for what is not, which each
 * round makes anew; here it may grow by a quarter. No hard limit: more databases need more.
 */
export const WORKER_FLAGS = ["--enable-source-maps", "--max-semi-space-size=4", "--heap-growing-percent=25"];

/** Of worker and SSH gateway: as many pools for native memory as they need, where glibc makes eight a core and gives back little of them. */
export const NATIVE_MEMORY = { MALLOC_ARENA_MAX: "2" };

/**
 * How Node runs web. What a request makes is gone with its answer, and has to be young enough still not to be sorted among what stays:
 * collecting that stops all answers. No maps of sources: those of Next's own files, which nobody reads, fill 80 MB.
 */
export const WEB_FLAGS = ["--max-semi-space-size=32"];

/**
 * How Node runs the SSH gateway, which passes on what others say and makes little: left alone V8 keeps the room that loading its modules
 * took.
 */
export const SSH_FLAGS = ["--enable-source-maps", "--max-semi-space-size=1", "--heap-growing-percent=25"];
