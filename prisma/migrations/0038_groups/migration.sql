-- Nodes of a highly available database besides the one that serves, and the Sentinels that watch over all of them.
ALTER TYPE "NodeStatus" ADD VALUE 'standby';
ALTER TABLE "nodes" ADD COLUMN "groupNumber" INTEGER;
CREATE TABLE "sentinels" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "image" TEXT NOT NULL,
    "hostIds" TEXT[] NOT NULL,
    "peerEncrypted" TEXT NOT NULL,
    "berthEncrypted" TEXT NOT NULL,
    "askingEncrypted" TEXT NOT NULL,
    CONSTRAINT "sentinels_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "sentinels_only_one" CHECK ("id" = 1)
);
