/** What Berth does for each thing by itself, round after round, in words that the thing's name follows. */
const UPKEEP = {
  "remove-service": "take away the service",
  "remove-secret": "take away the secret",
  "remove-network": "take away the network",
  "remove-old-nodes": "take away what a change left of",
  "remove-volume": "delete the kept data of",
  "remove-trial": "take away what the trial of a dump left,",
  "renew-certificate": "renew the certificate of",
  "open-node": "let clients into",
  "take-core-back": "take back the processor core lent to",
  "end-lost-operation": "end the operation that was lost,",
  restore: "bring back what is missing of",
  "restore-link": "look after the linked service",
  "schedule-backup": "begin the backup of",
  "schedule-drill": "begin the restore drill of",
  "watch-backups": "watch over the backups of",
  "remove-object": "delete a backup's object of",
  "expire-backups": "delete the backups whose time is over of",
  "copy-backup": "copy the backup of",
  "end-upload": "end the upload that was cut off of",
  "look-after-storage": "look after the storage",
  "expire-audit": "delete what is too old of",
  "run-maintenance": "look after the maintenance of",
  "drain-host": "move the databases of the host",
  "upgrade-release": "upgrade the databases of the release",
  "keep-group": "look which node serves of",
  "replace-node": "make a lost node anew of",
  "keep-sentinels": "look after what fails over,",
  "take-over": "take over from the worker",
  "set-users": "bring the users of Redis to what was asked for,",
  "end-former-password": "end the former password of",
  sample: "measure",
  "store-sample": "store the measures of",
  "send-messages": "send what waits for the notifier",
  "judge-alerts": "check the alerts of",
  "keep-logs": "keep the log lines of",
  "count-falls": "look how a container ended of",
  "roll-up": "sum up the measures of",
} as const;
/** Kind of work on one thing of a round. Stored with events: a name never changes once released. */
export type UpkeepWork = keyof typeof UPKEEP;

/** "measure my-app-3030"; an unknown work (of a later version) is shown as it stands. */
export const upkeepWords = (work: string, name: string): string =>
  `${work in UPKEEP ? UPKEEP[work as UpkeepWork] : work} ${name}`;

/** What a round works on: one thing of many. Its ids and name are logged and told, so no secret is among them. */
export type Subject = {
  /** What is done with it, for the log and the timeline. */
  work: UpkeepWork;
  id: string;
  /** For people. */
  name: string;
  /** Whose timeline a lasting failure is told in; null for what belongs to no app. */
  appId: string | null;
  databaseId: string | null;
};

/** Runs `work` so that its failure stops none of the round's other things. @throws only what is no fault of this thing alone. */
export type Alone = (subject: Subject, work: () => Promise<void>) => Promise<void>;
