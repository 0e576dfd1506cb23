import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseConfig } from "./config";
import { identityProviderOf } from "./identity-provider";

const ISSUER = { BERTH_OIDC_ISSUER: "https://id.example.org/realms/one", BERTH_OIDC_CLIENT_ID: "berth" };
const of = (settings: Record<string, string>) => identityProviderOf(parseConfig(settings));
let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "berth-test-oidc-"));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test("none is set by default", () => expect(of({})).toBeNull());

test("it has the name that the operator gives it, else its address's", () => {
  const settings = { ...ISSUER, BERTH_OIDC_CLIENT_SECRET: "hush" };
  expect(of(settings)?.name).toBe("id.example.org");
  expect(of({ ...settings, BERTH_OIDC_NAME: "Example" })).toMatchObject({
    name: "Example",
    issuer: ISSUER.BERTH_OIDC_ISSUER,
  });
});

test("its secret may stand in a file", () => {
  const path = join(dir, "secret");
  writeFileSync(path, "hush\n");
  expect(of({ ...ISSUER, BERTH_OIDC_CLIENT_SECRET_FILE: path })).not.toBeNull();
  writeFileSync(path, "\n");
  expect(() => of({ ...ISSUER, BERTH_OIDC_CLIENT_SECRET_FILE: path })).toThrow(
    `BERTH_OIDC_CLIENT_SECRET_FILE: the file ${path} cannot be read, or has no secret in it.`,
  );
  expect(() => of({ ...ISSUER, BERTH_OIDC_CLIENT_SECRET_FILE: join(dir, "none") })).toThrow("cannot be read");
});

test("half of it is refused with what is missing", () => {
  expect(() => of(ISSUER)).toThrow(/set BERTH_OIDC_CLIENT_ID and BERTH_OIDC_CLIENT_SECRET/);
});
