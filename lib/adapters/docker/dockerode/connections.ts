import { REDIS_PORT } from "../../../core/engines/redis/port";

/** As the kernel writes it. */
const PORT = REDIS_PORT.toString(16).toUpperCase().padStart(4, "0");
const ESTABLISHED = "01";

/** Established connections that came in at Redis' port, from a container's `/proc/net/tcp`. https://docs.kernel.org/networking/proc_net_tcp.html */
export function countClients(procNetTcp: string): number {
  return procNetTcp
    .split("\n")
    .slice(1)
    .filter((line) => {
      const [, local, , state] = line.trim().split(/\s+/);
      return state === ESTABLISHED && local?.endsWith(`:${PORT}`);
    }).length;
}
