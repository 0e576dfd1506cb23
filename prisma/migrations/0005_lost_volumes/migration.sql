-- Since when a node's volume, or what was in it, is known to be gone from the engine.
ALTER TABLE "nodes" ADD COLUMN "dataGoneAt" TIMESTAMPTZ(3);
