-- An import that stays in step lets backups be taken beside it, and nothing else. An older version, which knows nothing of it, is held to that too.
ALTER TABLE "operations" ADD COLUMN "isStandingBy" BOOLEAN NOT NULL DEFAULT false;
CREATE UNIQUE INDEX "operations_unfinished_change_key" ON "operations"("databaseId")
  WHERE "finishedAt" IS NULL AND kind NOT IN ('back-up', 'drill');
DROP INDEX "operations_unfinished_database_key";
CREATE UNIQUE INDEX "operations_unfinished_database_key" ON "operations"("databaseId") WHERE "finishedAt" IS NULL AND NOT "isStandingBy";
