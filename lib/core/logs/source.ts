/** Who wrote a line: `gateway`, or a node by its number, `node-3`. */
export type LogSource = string;

/** The source that a service's container is: `b1-my-app-3030-node-3` is `node-3`. */
export const logSource = (serviceName: string): LogSource =>
  /-(node-\d+)$/.exec(serviceName)?.[1] ?? "gateway";

/** "Node 3", "Gateway" */
export const sourceLabel = (source: LogSource): string =>
  source.startsWith("node-") ? `Node ${source.slice("node-".length)}` : "Gateway";
