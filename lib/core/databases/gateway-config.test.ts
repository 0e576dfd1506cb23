import { describe, expect, it } from "vitest";
import { MIB } from "../units";
import { gatewayConfig, gatewayMemoryBytes, gatewayOpenFilesMax } from "./gateway-config";
import { linkConfig } from "./link-config";

const lines = gatewayConfig({ resourceId: "my-app-3030", gatewayPassword: "pass", clientsMax: 200 })
  .split("\n")
  .map((line) => line.trim());

describe("gatewayConfig", () => {
  it("follows the master whose gateway user is on, among the nodes of its own database", () => {
    expect(lines).toEqual(
      expect.arrayContaining([
        "tcp-check send AUTH\\ gateway\\ pass\\r\\nINFO\\ replication\\r\\n",
        "tcp-check expect min-recv 60 string role:master",
        "server-template n 3 nodes.my-app-3030:6379",
      ]),
    );
  });

  it("refuses a connection beyond the plan's at once instead of letting it wait", () => {
    expect(lines).toContain("tcp-request connection reject if { fe_conn gt 200 }");
    expect(lines).toContain("maxconn 328");
  });

  it.each([
    [20, 41, 424],
    [1_000, 80, 2_384],
    [16_000, 665, 32_384],
  ])("%i connections fit into %i MiB and %i open files", (clientsMax, memoryMiB, openFiles) => {
    expect(Math.ceil(gatewayMemoryBytes(clientsMax) / MIB)).toBe(memoryMiB);
    expect(gatewayOpenFilesMax(clientsMax)).toBe(openFiles);
  });
});

describe("linkConfig", () => {
  it("lets in certified clients only, and to services of its own instance only", () => {
    expect(linkConfig("b1")).toContain("verify required");
    expect(linkConfig("b1")).toContain("tcp-request content reject unless { ssl_fc_sni,lower -m beg b1- }");
  });
});
