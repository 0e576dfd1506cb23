import { generateX25519Identity, identityToRecipient } from "age-encryption";
import type { Archives } from "../../ports/archives";
import { openArchive, readArchive } from "./open-archive";
import { readUpload } from "./read-upload";
import { spoilt } from "./refusals";
import { seal } from "./seal";
import { gunzip, onlyFileOf } from "./unpack-archive";

/** Archives as files of age: `age -d` and `tar` open them without Berth. */
export const ageArchives: Archives = {
  createIdentity: async () => {
    const identity = await generateX25519Identity();
    return { identity, recipient: await identityToRecipient(identity) };
  },
  seal,
  openArchive,
  readDump: (object, identity) => onlyFileOf(gunzip(readArchive(object, identity), spoilt), spoilt),
  readUpload,
};
