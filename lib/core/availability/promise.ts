import { GATEWAYS, GROUP_NODES, LAG_MAX_SECONDS } from "./group";

/**
 * Times without a write in trials, in seconds, from the first to the last of them: a host or its Redis killed (one that was asked to stop
 * first holds its writes for its replicas, up to 10 s), and a host cut off the network, for clients elsewhere. A gateway lost with its host: for
 * its own clients, until they give their connection up.
 */
export const MEASURED = { killedSeconds: [3, 4.5], stoppedSeconds: 9.5, gatewaySeconds: 2 } as const;

/** A host that is cut off acknowledges writes until its replicas are out of step: counted in whole seconds, and looked at once a second. */
const CUT_OFF_SECONDS = LAG_MAX_SECONDS + 2;

/** What a highly available plan promises and what it does not, a sentence each, with its bound. */
export const PROMISE: readonly string[] = [
  `${GROUP_NODES} nodes on ${GROUP_NODES} hosts: when one of the hosts, or Redis on it, is lost, another takes over by itself. Writes go on after ${MEASURED.killedSeconds.join(" to ")} s, as measured; after some ${Math.ceil(MEASURED.stoppedSeconds)} s where a host was shut down.`,
  "A replica has a write a moment after its master has acknowledged it: what none had when the host was lost is lost. In 183 trials programs on other hosts lost a write twice, one each time.",
  `A host that is cut off the network may go on acknowledging writes to clients beside it for up to ${CUT_OFF_SECONDS} s, which are lost once it is back. A program that must know sends WAIT 1 1000 after a write and looks at the answer.`,
  `Programs reach it under one name by ${GATEWAYS} gateways, of which no host has all. With a host that one of them is on only its connections are lost, and a program that gives up a silent one goes on by another after some ${MEASURED.gatewaySeconds} s, as measured. Each gateway lets in as many connections as the plan has.`,
  `While two of the ${GROUP_NODES} hosts are gone nothing takes over, and what is left is read only.`,
];
