import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeSettings, parseConfig } from "./config";
import { describeWrongSetting } from "./setting-words";

test("an empty environment gives the defaults", () => {
  expect(parseConfig({})).toMatchObject({ PORT: 3000, BERTH_WORKER_ID: "worker-1", BERTH_LOG_LEVEL: "info" });
});

test("an empty variable counts as not set", () => {
  expect(parseConfig({ PORT: "", DATABASE_URL: "" })).toEqual(parseConfig({}));
});

test.each([
  ["PORT", "eighty"],
  ["PORT", "70000"],
  ["BERTH_URL", "berth.example.org"],
  ["BERTH_DATA_DIR", "data"],
  ["BERTH_KEY", "c2hvcnQ="],
  ["DATABASE_URL", "mysql://localhost/berth"],
  ["BERTH_LOG_LEVEL", "loud"],
  ["BERTH_PUBLIC_HOST", "https://db.example.org"],
  ["BERTH_PUBLIC_HOST", "a..b"],
  ["BERTH_RELEASE_CHECK", "weekly"],
  ["BERTH_PUBLIC_PORTS", "20000"],
  ["BERTH_PUBLIC_PORTS", "300-200"],
  ["BERTH_PUBLIC_PORTS", "60000-70000"],
  ["BERTH_SMTP_URL", "https://mail.example.org"],
  ["BERTH_MAIL_FROM", "nobody"],
  ["BERTH_WEBHOOK_NETWORKS", "10.0.0.0/8,example.org"],
  ["BERTH_OIDC_ISSUER", "id.example.org"],
  ["BERTH_OIDC_ISSUER", "http://id.example.org"],
  ["BERTH_OIDC_ISSUER", "http://127.0.0.1.example.org"],
  ["BERTH_OIDC_ISSUER", "https://id.example.org/?a=b"],
  ["BERTH_OIDC_NAME", "a name of more than forty characters in all"],
  ["BERTH_OIDC_ACCOUNTS", "everybody"],
])("a wrong %s is refused by its name", (name, value) => {
  expect(() => parseConfig({ [name]: value })).toThrow(new RegExp(`\\n  ${name}: `));
});

test.each(["DB.example.org", "203.0.113.7", "2001:db8::7", "localhost"])(
  "%s may be the public host",
  (host) => {
    const read = parseConfig({ BERTH_PUBLIC_HOST: host, BERTH_PUBLIC_PORTS: "21000-21009" });
    expect(read.BERTH_PUBLIC_HOST).toBe(host.toLowerCase());
    expect(read.BERTH_PUBLIC_PORTS).toEqual({ from: 21_000, to: 21_009 });
  },
);

test.each([
  "https://id.example.org/realms/one",
  "http://localhost:9000",
  "http://127.0.0.1:9000",
  "http://[::1]",
])("%s may be the identity provider's", (issuer) =>
  expect(parseConfig({ BERTH_OIDC_ISSUER: issuer }).BERTH_OIDC_ISSUER).toBe(issuer),
);

test("a wrong setting is told with its value, what is taken and an example", () => {
  expect(() => parseConfig({ PORT: "eighty" })).toThrow(
    /\n {2}PORT: "eighty" cannot be used\. It takes a port, 1 to 65535, for example PORT=3000$/,
  );
});

test.each(["BERTH_KEY", "DATABASE_URL", "BERTH_METRICS_TOKEN", "BERTH_SMTP_URL"])(
  "a wrong %s is not printed",
  (name) => {
    expect(() => parseConfig({ [name]: "hush" })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hush") }),
    );
  },
);

test("every setting has words for a wrong value", () => {
  for (const name of describeSettings().match(/[A-Z_]{4,}(?=` \|)/g) ?? [])
    expect(describeWrongSetting(name, "x", null)).toMatch(new RegExp(`for example ${name}=.+`));
});

test("docs/configuration.md lists exactly these settings", () => {
  expect(readFileSync("docs/configuration.md", "utf8")).toContain(describeSettings());
});
