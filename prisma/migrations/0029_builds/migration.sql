-- The image that a node is started from, where it is another than the one that is named by the version alone.
ALTER TABLE "nodes" ADD COLUMN "image" TEXT;
