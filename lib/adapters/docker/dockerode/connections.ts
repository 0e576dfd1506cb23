/** 6379, as the kernel writes a port. */
const PORT = "18EB";
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
