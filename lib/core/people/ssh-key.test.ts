import { expect, test } from "vitest";
import { parseSshKey } from "./ssh-key";

const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICF96vza3gpsslKZhUN8PDPFO1tokI8PsCjMzTwxLe88";
const ECDSA =
  "ecdsa-sha2-nistp256 AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABBBMG6EfWcoWmYKSFkoe67adWP/nxi4NaaSt0GGxkYMfQ/efKNjAv0iRA3TyLUFMeTs9eMwqqPEnREKmbdxkf/MYQ=";
const RSA_3072 =
  "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQCeUsSVtIUbrJ99PfrpACh7uAUXT/M133AyOCB+XKGxDWZM3MfeDu5xYK0JwAZUjfCpLNemdWDwVxk7OOJdxKIMO0q8V3MMkVSNgwsKEr9c4T1S7tpjGUZN4OdtHLQXP8ruKzqnlSb4qgx95HP7jDhewduHC0NoHus3voEhzHcdyQgi8UYHpPR9VBnS8oW+0IMkOpsaby9NS7HezNQzaGUyVZmmWaeptrkxJbBGMQC8fL6PF+HpnAGYnxwirI9S9Ofpjd3I3kGf9h/am3X4VDUCbsVXhds1DKNYvZTwDMna7p96CGD6zqRl8v9Gel3tLNHPLmQC7RHJj5ELEUOQ0PEwPGKj5beidtgZPdkqjtALqi4SvkqrYvp4UYAUh45JMqnZltyPIIgXZysAQPG96XkJOKcJaIgEdHhAT3WutFOc4NeXDxmu0qv6bYJgf69LmywFktVuH2R4eV7JiWISuYcJo0dDrHqfMLIMz5zcjhf1EM7eaSeS6ip0LMDDhn32ot8=";
const RSA_1024 =
  "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQCaP1VZFACCL9XnBCb/JUEBOhQsWApRyYqjL8ZPDlp9PSqEIkw3Sldn3kVCJdYyFWXTQUeLIwIXOA8PzpJdfEqu22g3qE18/oeGTNDlfI6HmR4B7Q8+ZgZq0XEF2PYEOAcGDA113YUC/rMlJP/Js1e7DCngHv5+eCeTB8dsM1Ktsw==";

test.each([
  ["Ed25519", ED25519],
  ["ECDSA", ECDSA],
  ["RSA", RSA_3072],
])("a public key of the kind %s is read, and its comment apart from it", (_kind, key) => {
  expect(parseSshKey(`  ${key} ada@laptop at home\n`)).toMatchObject({
    isValid: true,
    publicKey: key,
    comment: "ada@laptop at home",
  });
  expect(parseSshKey(key)).toMatchObject({ isValid: true, comment: "" });
});

test.each([
  ["", /begins with ssh-ed25519/],
  ["hello", /begins with ssh-ed25519/],
  ["ssh-dss AAAAB3NzaC1kc3M=", /begins with ssh-ed25519/],
  ["-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n", /private key/],
  ["ssh-ed25519", /damaged/],
  ["ssh-ed25519 not*base64", /damaged/],
  [`ssh-ed25519 ${ED25519.split(" ")[1]?.slice(0, -8)}`, /damaged/],
  [`ssh-rsa ${ED25519.split(" ")[1]}`, /damaged/],
  [RSA_1024, /2,048 bits/],
])("what is no key that can be used is refused with its reason: %j", (text, reason) => {
  expect(parseSshKey(text)).toMatchObject({ isValid: false, reason: expect.stringMatching(reason) });
});
