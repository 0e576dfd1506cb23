/** Who wrote a line: `gateway`, a node by its number (`node-3`), or a container of an app by the beginning of its id (`web-3f2a91c0d4e5`). */
export type LogSource = string;

/** Of a container's id: so much names it on the command line of the engine too. */
const ID_CHARS = 12;

/** What the engine's command line calls a container. */
export const shortId = (containerId: string): string => containerId.slice(0, ID_CHARS);

/** The source that a container of a database is: that of the service `b1-my-app-3030-node-3` is `node-3`. An app's own name may end like a node's. */
export const logSource = ({ role, serviceName }: { role: string; serviceName: string }): LogSource =>
  role === "node" ? serviceName.slice(serviceName.lastIndexOf("node-")) : "gateway";

/** The source that a container of an app is. */
export const appLogSource = (containerId: string): LogSource => `web-${shortId(containerId)}`;

/** True for lines of that source; `node` stands for every node and `web` for every container of an app. */
export const isOfSource = (wanted: string | undefined, source: LogSource): boolean =>
  wanted === undefined ||
  wanted === source ||
  ((wanted === "node" || wanted === "web") && source.startsWith(`${wanted}-`));

/** "Node 3", "Gateway", "3f2a91c0d4e5" */
export function sourceLabel(source: LogSource): string {
  if (source.startsWith("web-")) return source.slice("web-".length);
  return source.startsWith("node-") ? `Node ${source.slice("node-".length)}` : "Gateway";
}
