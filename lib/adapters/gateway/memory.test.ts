import { describe, expect, it } from "vitest";
import { gatewaysContract } from "../../ports/gateways.contract";
import { memoryGateways } from "./memory";

const serviceName = "b1-my-app-3030";
const make = () => memoryGateways({ isRunning: async (name) => name === serviceName });

describe("memoryGateways", () => {
  gatewaysContract(async () => ({
    gateways: make(),
    serviceName,
    containers: [`${serviceName}.1.a`, `${serviceName}.2.b`],
    tlsName: "my-app-3030",
    newCertificate: async () => "another",
    missingServiceName: "b1-other-1",
  }));

  it("remembers what it was told, and is deaf where a test says so", async () => {
    const gateways = make();
    const door = await gateways.open({ serviceName });
    await door.leave();
    gateways.setDeaf(true);
    await expect(door.lead()).rejects.toMatchObject({ reason: "gateway_silent" });
    gateways.setDeaf(false);
    await gateways.setClientsMax({ serviceName }, 7);
    expect(gateways.told(serviceName)).toEqual(["leave", "clients 7"]);
  });
});
