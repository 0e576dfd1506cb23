/** The steps of a story from its first to its last, for the tests that end it at each of them. */
export const REPLACE_NODE_STEPS = [
  "begin",
  "choose-host",
  "store-secrets",
  "start-node",
  "wait-for-node",
  "join-group",
  "prove-disk",
  "hand-over",
  "record-replacement",
  "apply-gateway",
  "remove-lost",
  "succeed",
];

export const RESTORE_NEW_STEPS = [
  "begin",
  "wait-for-backup",
  "choose-host",
  "create-network",
  "store-secrets",
  "fill-volume",
  "start-node",
  "start-gateway",
  "wait-for-node",
  "check-data",
  "wait-for-gateway",
  "set-variables",
  "restart-app",
  "succeed",
];
