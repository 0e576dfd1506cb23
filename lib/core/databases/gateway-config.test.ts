import { describe, expect, it } from "vitest";
import { MIB } from "../units";
import { gatewayConfig, gatewayMemoryBytes, needsNewGateway } from "./gateway-config";
import { linkConfig } from "./link-config";

const lines = gatewayConfig({
  resourceId: "my-app-3030",
  gatewayPassword: "pass",
  clientsMax: 200,
  controlSubnet: "10.192.0.0/20",
})
  .split("\n")
  .map((line) => line.trim());

describe("gatewayConfig", () => {
  it("follows the master whose gateway user is on, among the nodes of its own database", () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        "tcp-check send AUTH\\ gateway\\ pass\\r\\nINFO\\ replication\\r\\n",
        "tcp-check expect min-recv 60 string role:master",
        "server n1 nodes.my-app-3030:6379 init-addr libc,none",
        "server-template n 2-3 nodes.my-app-3030:6379",
      ]),
    );
  });

  it("refuses a connection beyond the plan's at once instead of letting it wait", () => {
    expect(lines).toContain("tcp-request connection reject if { fe_conn,sub(proc.clients_max) gt 0 }");
    expect(lines).toContain("maxconn 16128");
  });

  it("sends nobody to a node that no check has passed, and takes commands from its own network alone", () => {
    expect(lines.find((line) => line.startsWith("default-server"))).toContain(" init-state fully-down ");
    expect(lines).toContain("tcp-request connection reject unless { src 10.192.0.0/20 }");
  });

  it.each([
    [20, 41],
    [1_000, 80],
    [16_000, 665],
  ])("%i connections fit into %i MiB", (clientsMax, memoryMiB) => {
    expect(Math.ceil(gatewayMemoryBytes(clientsMax) / MIB)).toBe(memoryMiB);
  });

  it.each([
    [3, 20, 16_000, false],
    [2, 20, 20, true],
    [3, 16_000, 20_000, true],
    [3, 20_000, 20_000, false],
    [3, undefined, 20, true],
  ])("of generation %i, from %s connections to %i: another gateway is needed: %s", (...row) => {
    const [generation, fromClientsMax, toClientsMax, expected] = row;
    expect(needsNewGateway({ generation, fromClientsMax, toClientsMax })).toBe(expected);
  });
});

describe("linkConfig", () => {
  it("lets in certified clients only, and to services of its own instance only", () => {
    expect(linkConfig("b1")).toContain("verify required");
    expect(linkConfig("b1")).toContain("tcp-request content reject unless { var(txn.service) -m beg b1- }");
  });
});
