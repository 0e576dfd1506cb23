import { expect, it } from "vitest";
import { containersContract } from "../../../ports/container-stats.contract";
import { memoryContainers } from "./container-stats";

const node = {
  hostId: "host-1",
  containerId: "n1",
  serviceName: "t1-a-1-node-1",
  databaseId: "db-1",
  role: "node",
} as const;
const gateway = { containerId: "g1", serviceName: "t1-a-1", databaseId: "db-1", role: "gateway" } as const;

containersContract(async () => {
  let second = 0;
  const containers = memoryContainers();
  containers.add(node);
  containers.add(gateway);
  containers.setConnections("g1", 0);
  containers.setVolume("t1-a-1-node-1", 8_192);
  return {
    containers,
    databaseId: "db-1",
    nodeService: node.serviceName,
    gatewayService: gateway.serviceName,
    volumeName: node.serviceName,
    say: async (word) => {
      second += 1;
      containers.write("n1", { at: `2026-01-01T00:00:00.${String(second).padStart(9, "0")}Z`, text: word });
    },
  };
});

it("a follower ends with its container", async () => {
  const containers = memoryContainers();
  containers.add(node);
  const heard = containers.followLogs(node, new AbortController().signal)[Symbol.asyncIterator]();
  const next = heard.next();
  containers.remove("n1");
  expect(await next).toMatchObject({ done: true });
});

it("another host does not know the container", async () => {
  const containers = memoryContainers();
  containers.add(node);
  const elsewhere = { ...node, hostId: "host-2" };
  await expect(containers.readContainer(elsewhere)).rejects.toMatchObject({ code: "not_found" });
});

it("an unreachable engine says so", async () => {
  const containers = memoryContainers();
  containers.setReachable(false);
  await expect(containers.listContainers()).rejects.toMatchObject({ reason: "engine_unreachable" });
});
