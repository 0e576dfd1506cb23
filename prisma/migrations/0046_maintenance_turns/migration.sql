-- What a wave did not come to before its window closed waits for the next one. What is in the way of a database itself fails with its window.
ALTER TABLE "maintenances" ADD COLUMN "isWaitingForTurn" BOOLEAN NOT NULL DEFAULT false;
