import { describe, expect, it } from "vitest";
import {
  appNetworkName,
  appServiceName,
  controlNetworkName,
  gatewayName,
  gatewaySecretNames,
  linkContainerName,
  nodeName,
  nodeSecretNames,
  nodesAlias,
  publicGateName,
  publicGateSecretName,
} from "./names";

const database = { instance: "b1", resourceId: "my-app-3030" };
const longest = { instance: "b12345678", resourceId: `${"a".repeat(40)}-9999` };

describe("names on the engine", () => {
  it.each([
    [controlNetworkName("b1"), "b1"],
    [linkContainerName("b1"), "b1-link"],
    [nodeName(database, 2), "b1-my-app-3030-node-2"],
    [gatewayName(database), "b1-my-app-3030"],
    [nodesAlias("my-app-3030"), "nodes.my-app-3030"],
    [nodesAlias("my-app-3030", 2), "nodes-2.my-app-3030"],
    [appNetworkName("b1", "my-app"), "b1-app-my-app"],
    [appServiceName("b1", "my-app"), "b1_my-app"],
    [nodeSecretNames(database, 2).conf, "b1-my-app-3030-n2-conf"],
    [nodeSecretNames(database, 2).acl, "b1-my-app-3030-n2-acl"],
    [gatewaySecretNames(database, 3).config, "b1-my-app-3030-gw-3"],
    [gatewaySecretNames(database, 3).certificate, "b1-my-app-3030-gd-3"],
  ])("%s", (name, expected) => {
    expect(name).toBe(expected);
  });

  it.each([
    ["service and volume of a node", nodeName(longest, 99), 63],
    ["service of a gateway", gatewayName(longest), 63],
    ["service of a public gate", publicGateName(longest), 63],
    ["secret of a public gate", publicGateSecretName(longest, 9999), 64],
    ["service of an app", appServiceName(longest.instance, "a".repeat(40)), 63],
    ["secret of a node", nodeSecretNames(longest, 99).conf, 64],
    ["secret of a gateway", gatewaySecretNames(longest, 9999).config, 64],
    ["secret of a gateway's certificate", gatewaySecretNames(longest, 9999).certificate, 64],
  ])("the longest name of the %s fits the engine's limit", (_what, name, charsMax) => {
    expect(name.length).toBeLessThanOrEqual(charsMax);
  });
});
