import type { EventType } from "../events/events";

/**
 * What a machine of the Swarm is: `ready` takes tasks, `paused` keeps those that it has, `drained` has none; `down` does not answer, and
 * `left` is no part of the Swarm any more. Stored: a name never changes.
 */
export const HOST_STATES = ["ready", "paused", "drained", "down", "left"] as const;
/** One of HOST_STATES. */
export type HostState = (typeof HOST_STATES)[number];

/** What is known of a host, and since when it is so. */
export type KnownHost = { id: string; name: string; state: HostState; since: Date };

type Seen = Pick<KnownHost, "id" | "name" | "state">;

/** What changed between what was known and what the Swarm says now: in the order of `seen`, then those that left. */
export function hostChanges(known: readonly Seen[], seen: readonly Seen[]): Seen[] {
  const before = new Map(known.map((host) => [host.id, host]));
  const now = new Set(seen.map(({ id }) => id));
  const news = seen.filter(({ id, name, state }) => {
    const was = before.get(id);
    return was?.state !== state || was.name !== name;
  });
  const left = known.filter(({ id, state }) => !now.has(id) && state !== "left");
  return [...news, ...left.map(({ id, name }): Seen => ({ id, name, state: "left" }))];
}

/** True of a host on which nothing of Berth runs now: what is to serve has to stand elsewhere. */
export const isAway = (state: HostState): state is "drained" | "down" | "left" =>
  state !== "ready" && state !== "paused";

/** What is told of a host that was `before` (null: never seen) and is `now`; null where nothing is. */
export function hostNews(before: HostState | null, now: HostState): HostNews | null {
  switch (now) {
    case "left":
      return "host_left";
    case "down":
      return "host_gone";
    case "drained":
      return "host_drained";
    case "ready":
    case "paused":
      if (before === null) return "host_joined";
      return isAway(before) ? "host_back" : null;
  }
}
type HostNews = Extract<EventType, `host_${string}`>;

/** Why what stands on the host does not answer, and what to do; null while the host has nothing to do with it. */
export function hostTrouble({ name, state, since }: Omit<KnownHost, "id">): string | null {
  const at = since.toISOString();
  switch (state) {
    case "ready":
    case "paused":
      return null;
    case "drained":
      return `Host ${name} is drained since ${at}: nothing runs there. docker node update --availability active ${name} brings back what stood there.`;
    case "down":
      return `Host ${name} is gone since ${at}. What stands there comes back with the machine: start it, or mend its network.`;
    case "left":
      return `Host ${name} left the Swarm, noticed ${at}: what stood there does not come back by itself.`;
  }
}
