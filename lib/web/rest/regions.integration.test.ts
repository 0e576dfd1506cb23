import { beforeAll, expect, test, vi } from "vitest";
import { withApi } from "@/tests/api";
import { makeUser } from "@/tests/factories";

beforeAll(() => {
  vi.stubEnv("BERTH_SSH", "off");
});
const api = withApi();

test("with the SSH gateway off there is still a region, whose address of it is a host with a port that nobody listens on", async () => {
  const { jwt } = await api.tokenFor(await makeUser());
  expect(await api.call("GET", "/v1/regions", { token: jwt })).toMatchObject({
    status: 200,
    body: { regions: [{ name: "berth", default: true, ssh: "berth.test:0" }] },
  });
});
