import type { EventData, EventType } from "./events";
import type { Words } from "./setting-words";

type Told = Extract<EventType, `host_${string}` | `drain_${string}` | "activate_host">;

/** Of the machines of the Swarm; of no app. */
export const HOST_WORDS: { readonly [T in Told]: Words<EventData<T>> } = {
  host_joined: {
    title: "Host Joined",
    did: ({ host }) => `noticed that the host ${host} joined the Swarm.`,
    text: ({ host }) => `the host '${host}' joined the Swarm`,
  },
  host_left: {
    title: "Host Left",
    did: ({ host }) =>
      `noticed that the host ${host} left the Swarm: what stood there does not come back by itself.`,
    text: ({ host }) => `the host '${host}' left the Swarm: what stood there does not come back by itself`,
  },
  host_gone: {
    title: "Host Gone",
    did: ({ host }) =>
      `noticed that the host ${host} is gone: databases there serve nobody until it is back, or they are restored elsewhere.`,
    text: ({ host }) =>
      `the host '${host}' is gone: databases there serve nobody until it is back, or they are restored elsewhere`,
  },
  host_back: {
    title: "Host Back",
    did: ({ host }) => `noticed that the host ${host} is back.`,
    text: ({ host }) => `the host '${host}' is back`,
  },
  host_drained: {
    title: "Host Drained",
    did: ({ host }) =>
      `noticed that the host ${host} is drained: nothing runs there until its availability is active again.`,
    text: ({ host }) =>
      `the host '${host}' is drained: nothing runs there until its availability is active again`,
  },
  drain_host: {
    title: "Drain Host",
    did: ({ host }) => `began to move all databases of the host ${host} to others.`,
    text: ({ host }) => `the databases of the host '${host}' are being moved to others`,
  },
  drain_done: {
    title: "Drain Done",
    did: ({ host, databases }) => `moved all databases of the host ${host} to others: ${databases}.`,
    text: ({ host, databases }) => `all databases of the host '${host}' were moved to others: ${databases}`,
  },
  drain_failed: {
    title: "Drain Failed",
    did: ({ host, reason }) => `could not move all databases of the host ${host}: ${reason}`,
    text: ({ host, reason }) => `not all databases of the host '${host}' could be moved: ${reason}`,
  },
  activate_host: {
    title: "Activate Host",
    did: ({ host }) => `let the host ${host} take databases again.`,
    text: ({ host }) => `the host '${host}' takes databases again`,
  },
};
