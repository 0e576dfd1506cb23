import { formatBytes, KIB } from "../units";

/**
 * All variables of an app together. The engine keeps a service's old and new settings in one message of at most 1.5 MiB; what is left
 * is for addons' URLs and the rest of a service. https://github.com/moby/swarmkit/blob/master/manager/state/store/memory.go
 */
export const ENVIRONMENT_BYTES_MAX = 680 * KIB;

const encoder = new TextEncoder();

/** Bytes of an environment as a process gets it: `NAME=value` and a NUL each. */
export const environmentBytes = (variables: Iterable<readonly [string, string]>): number =>
  [...variables].reduce((sum, [name, value]) => sum + encoder.encode(`${name}=${value}`).length + 1, 0);

type Decision = { allowed: true } | { allowed: false; reason: string };

/** Whether an app may come to have these variables; one that has too many already may only get fewer. */
export function decideEnvironment(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): Decision {
  const [now, then] = [environmentBytes(before), environmentBytes(after)];
  if (then <= ENVIRONMENT_BYTES_MAX || then <= now) return { allowed: true };
  const [most, wanted, present] = [ENVIRONMENT_BYTES_MAX, then, now].map(formatBytes);
  return {
    allowed: false,
    reason: `All variables of an app have at most ${most} together. With this they would have ${wanted}; now they have ${present}.`,
  };
}
