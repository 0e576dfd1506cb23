/** The pair of keys that every backup of this Berth is sealed for and opened with. It is made at first use. */
export type BackupKey = {
  load(): Promise<{ identity: string; recipient: string }>;
};
