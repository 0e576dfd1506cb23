import { describe, expect, it } from "vitest";
import { PLAIN_REFUSED } from "../core/databases/gateway-door";
import type { Gateways } from "./gateways";

/** A gateway that runs, whose node serves, and the name of one that is not there. */
export type GatewaysHarness = {
  gateways: Gateways;
  serviceName: string;
  /** What each of its containers answers to. */
  containers: readonly string[];
  /** A name in its certificate. */
  tlsName: string;
  /** Another certificate for it, with its key. */
  newCertificate: () => Promise<string>;
  missingServiceName: string;
};

/** What every adapter of the port guarantees. */
export function gatewaysContract(make: () => Promise<GatewaysHarness>): void {
  describe("gateways", () => {
    it("a door can be opened, used and closed as often as one likes", async () => {
      const { gateways, serviceName } = await make();
      for (let count = 0; count < 2; count++) {
        const door = await gateways.open({ serviceName });
        await door.leave();
        await door.leave();
        await door.lead();
        await door.leadTo("nobody");
        door.close();
      }
    });

    it("a door that was closed says so", async () => {
      const { gateways, serviceName } = await make();
      const door = await gateways.open({ serviceName });
      door.close();
      await expect(door.leave()).rejects.toMatchObject({ code: "unavailable", reason: "gateway_silent" });
    });

    it("is told in each of its containers, and not at all where one of them does not answer", async () => {
      const { gateways, serviceName, containers, missingServiceName } = await make();
      const door = await gateways.open({ serviceName, containers });
      await door.leave();
      await door.lead();
      door.close();
      await gateways.setClientsMax({ serviceName, containers }, 10);
      const without = [[], [...containers, missingServiceName]];
      for (const some of without)
        await expect(gateways.open({ serviceName, containers: some })).rejects.toMatchObject({
          code: "unavailable",
        });
    });

    it("takes another number of connections", async () => {
      const { gateways, serviceName } = await make();
      await gateways.setClientsMax({ serviceName }, 10);
      await gateways.setClientsMax({ serviceName }, 20);
    });

    it("plain text is answered until TLS is forced, and again afterwards; TLS always", async () => {
      const { gateways, serviceName, tlsName } = await make();
      const way = { serviceName };
      expect(await gateways.knock(way, null)).toMatch(/^-NOAUTH/);
      for (let count = 0; count < 2; count++) await gateways.setTlsForced({ serviceName }, true);
      expect(await gateways.knock(way, null)).toContain(PLAIN_REFUSED);
      expect(await gateways.knock(way, tlsName)).toMatch(/^-NOAUTH/);
      await gateways.setTlsForced({ serviceName }, false);
      expect(await gateways.knock(way, null)).toMatch(/^-NOAUTH/);
      expect(await gateways.knock(way, tlsName)).toMatch(/^-NOAUTH/);
    });

    it("takes another certificate, once and again", async () => {
      const { gateways, serviceName, tlsName, newCertificate } = await make();
      const pem = await newCertificate();
      for (let count = 0; count < 2; count++) await gateways.setCertificate({ serviceName }, pem);
      expect(await gateways.knock({ serviceName }, tlsName)).toMatch(/^-NOAUTH/);
    });

    it("a gateway that is not there is told as such", async () => {
      const { gateways, missingServiceName } = await make();
      const silent = { code: "unavailable" };
      await expect(gateways.open({ serviceName: missingServiceName })).rejects.toMatchObject(silent);
      await expect(gateways.setClientsMax({ serviceName: missingServiceName }, 10)).rejects.toMatchObject(
        silent,
      );
      await expect(gateways.setTlsForced({ serviceName: missingServiceName }, true)).rejects.toMatchObject(
        silent,
      );
      await expect(gateways.knock({ serviceName: missingServiceName }, "name")).rejects.toMatchObject(silent);
    });
  });
}
