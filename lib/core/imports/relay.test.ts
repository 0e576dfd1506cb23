import { expect, test } from "vitest";
import { relayConfig } from "./relay";

const serverLine = (place: Parameters<typeof relayConfig>[0]) =>
  relayConfig(place)
    .split("\n")
    .find((line) => line.startsWith("  server"));

test.each([
  [{ address: "192.0.2.1", port: 7000, tls: null }, "ipv4@192.0.2.1:7000"],
  [{ address: "2001:db8::1", port: 6379, tls: null }, "ipv6@[2001:db8::1]:6379"],
  [
    { address: "192.0.2.1", port: 6380, tls: { serverName: "redis.example.org", isChecked: true } },
    "ipv4@192.0.2.1:6380 ssl verify required ca-file /run/secrets/authorities.pem verifyhost redis.example.org sni str(redis.example.org)",
  ],
  [
    { address: "192.0.2.1", port: 6380, tls: { serverName: null, isChecked: false } },
    "ipv4@192.0.2.1:6380 ssl verify none",
  ],
])("%j is reached at that address alone", (place, words) => {
  expect(serverLine(place)).toBe(`  server source ${words}`);
});

test.each(["a\n  bind :1", "a) x", 'a" b', "a b", "$HOME", "-name"])(
  "a name %j writes no line of its own",
  (serverName) => {
    const place = { address: "192.0.2.1", port: 1, tls: { serverName, isChecked: true } };
    expect(serverLine(place)).toMatch(/verifyhost nobody\.invalid$/);
    expect(relayConfig(place)).not.toContain(serverName);
  },
);
