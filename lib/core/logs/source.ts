/** Who wrote a line: `gateway`, or a node by its number, `node-3`. */
export type LogSource = string;

/** The source that a container is: that of the service `b1-my-app-3030-node-3` is `node-3`. An app's own name may end like a node's. */
export const logSource = ({ role, serviceName }: { role: string; serviceName: string }): LogSource =>
  role === "node" ? serviceName.slice(serviceName.lastIndexOf("node-")) : "gateway";

/** "Node 3", "Gateway" */
export const sourceLabel = (source: LogSource): string =>
  source.startsWith("node-") ? `Node ${source.slice("node-".length)}` : "Gateway";
