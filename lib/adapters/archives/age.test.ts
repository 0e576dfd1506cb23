import { Decrypter } from "age-encryption";
import { expect, it } from "vitest";
import { archivesContract } from "../../ports/archives.contract";
import { collect, dumpOf, piecesOf, sealed, sha256, sourceOf } from "../../ports/archives-harness.contract";
import { ageArchives } from "./age";

archivesContract(ageArchives);

it("another implementation of age opens what we seal", async () => {
  const keys = await ageArchives.createIdentity();
  const { object } = await sealed(ageArchives, piecesOf(dumpOf(300_000)), keys.recipient);
  const decrypter = new Decrypter();
  decrypter.addIdentity(keys.identity);
  const theirs = await decrypter.decrypt(object);
  const ours = await ageArchives.openArchive(sourceOf(object), keys.identity);
  expect(sha256(await collect(ours.read({ from: 0, to: ours.bytes })))).toBe(sha256(theirs));
});
