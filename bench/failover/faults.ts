import { MEASURED } from "../../lib/core/availability/promise";

const [, killedSeconds] = MEASURED.killedSeconds;

/** What happens to a highly available database, and for how long its plan says that nothing is written then. A gateway is lost with each host. */
export const FAULTS = [
  { fault: "host without power", promisedSeconds: killedSeconds },
  { fault: "host cut off", promisedSeconds: killedSeconds },
  { fault: "gateway lost", promisedSeconds: MEASURED.gatewaySeconds },
  { fault: "Redis killed", promisedSeconds: killedSeconds },
  { fault: "Redis stopped", promisedSeconds: MEASURED.stoppedSeconds },
] as const;

export type Fault = (typeof FAULTS)[number]["fault"];
