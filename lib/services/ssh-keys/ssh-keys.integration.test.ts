import { expect, test } from "vitest";
import { makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { AddSshKeyInput } from "../../contract/tokens";
import { addSshKey } from "./add-ssh-key";
import { listSshKeys } from "./list-ssh-keys";
import { removeSshKey } from "./remove-ssh-key";

withDatabase();

const KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICF96vza3gpsslKZhUN8PDPFO1tokI8PsCjMzTwxLe88 test";
const FINGERPRINT = "SHA256:1fbunKN3cnEQsLLRdxV5ecyiqApVvxzg27BEGm5MG3o";

test("a key is kept with the fingerprint that ssh-keygen shows, and belongs to one person", async () => {
  const ctx = makeContext(await makeUser());
  const other = makeContext(await makeUser());
  const added = await addSshKey(ctx, { name: "", publicKey: KEY });
  expect(added).toMatchObject({ name: "test", fingerprint: FINGERPRINT });
  for (const caller of [ctx, other])
    await expect(addSshKey(caller, { name: "again", publicKey: KEY })).rejects.toMatchObject({
      code: "conflict",
      reason: "key_taken",
    });
  expect(await listSshKeys(ctx)).toEqual([added]);
  expect(await listSshKeys(other)).toEqual([]);

  await expect(removeSshKey(other, { id: added.id })).rejects.toMatchObject({ code: "not_found" });
  await removeSshKey(ctx, { id: added.id });
  expect(await listSshKeys(ctx)).toEqual([]);
  await expect(removeSshKey(ctx, { id: added.id })).rejects.toMatchObject({ code: "not_found" });
});

test("a name has no control characters, whether it was given or is the key's comment", async () => {
  const ctx = makeContext(await makeUser());
  expect(AddSshKeyInput.safeParse({ name: "a\u001b[2Jb", publicKey: KEY }).success).toBe(false);
  const publicKey = KEY.replace(" test", " te\u001b[2Jst\u009b");
  expect(await addSshKey(ctx, { name: "", publicKey })).toMatchObject({ name: "te[2Jst" });
});

test("what is no public key is refused at its field", async () => {
  const ctx = makeContext(await makeUser());
  await expect(addSshKey(ctx, { name: "", publicKey: "hello" })).rejects.toMatchObject({
    code: "invalid",
    fields: { publicKey: [expect.any(String)] },
  });
});

test("tokens that only read, or are for one app, add and remove no key", async () => {
  const user = await makeUser();
  const reader = makeContext(user, { actor: { scope: "read" } });
  const confined = makeContext(user, { actor: { scope: "write", appId: crypto.randomUUID() } });
  for (const caller of [reader, confined]) {
    await expect(addSshKey(caller, { name: "", publicKey: KEY })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(removeSshKey(caller, { id: crypto.randomUUID() })).rejects.toMatchObject({
      code: "forbidden",
    });
  }
  await expect(listSshKeys(confined)).rejects.toMatchObject({ code: "forbidden" });
});
