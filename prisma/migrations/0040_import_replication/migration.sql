-- How an import fills its node: key by key, or as a replica of the source by way of a relay, until the end or until somebody asks for the switch.
ALTER TABLE "imports"
  ADD COLUMN "mode" TEXT NOT NULL DEFAULT 'copy' CHECK ("mode" IN ('copy', 'replicate', 'stay_in_step')),
  ADD COLUMN "relayAddress" TEXT,
  ADD COLUMN "relayRevision" INTEGER NOT NULL DEFAULT 0,
  ADD COLUMN "switchAskedAt" TIMESTAMPTZ(3);
