-- A file that somebody brought was told as made by hand. Of one that was taken of a database its keys at the start are always known.
UPDATE "backups" SET "method" = 'uploaded' WHERE "method" = 'manual' AND "status" = 'done' AND "keysAtStart" IS NULL;
