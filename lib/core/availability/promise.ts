import { GROUP_NODES, LAG_MAX_SECONDS } from "./group";

/**
 * Times without a write in trials, in seconds, from the first to the last of them: a host or its Redis killed (one that was asked to stop
 * first holds its writes for its replicas, up to 10 s), and a host cut off the network, for clients elsewhere.
 */
const MEASURED = { killedSeconds: [3.5, 5], stoppedSeconds: 9.5 } as const;

/** A host that is cut off acknowledges writes until its replicas are out of step, looked at once a second. */
const CUT_OFF_SECONDS = LAG_MAX_SECONDS + 1;

/** Until Swarm has a gateway run elsewhere: with a host that is lost, and with one that led the Swarm. */
const GATEWAY_SECONDS = [14, 45] as const;

/** What a highly available plan promises and what it does not, a sentence each, with its bound. */
export const PROMISE: readonly string[] = [
  `${GROUP_NODES} nodes on ${GROUP_NODES} hosts: when one of the hosts, or Redis on it, is lost, another takes over by itself. Writes go on after ${MEASURED.killedSeconds.join(" to ")} s, as measured; after some ${Math.ceil(MEASURED.stoppedSeconds)} s where a host was shut down.`,
  "A replica has a write a moment after its master has acknowledged it: what none had when the host was lost is lost. In trials it was none.",
  `A host that is cut off the network may go on acknowledging writes to clients beside it for some ${CUT_OFF_SECONDS} s, which are lost once it is back. A program that must know sends WAIT 1 1000 after a write and looks at the answer.`,
  `Programs reach it by one gateway, at first on another host than the master's. With the host that the gateway is on it is lost until Swarm has started another: after some ${GATEWAY_SECONDS[0]} s, as measured, ${GATEWAY_SECONDS[1]} s where that host led the Swarm.`,
  `While two of the ${GROUP_NODES} hosts are gone nothing takes over, and what is left is read only.`,
];
