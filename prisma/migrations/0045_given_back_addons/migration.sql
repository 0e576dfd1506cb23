-- What the failed deletion of an app left as going away for ever: one whose variables are there served, any other had failed.
UPDATE "addons" a SET "status" = (CASE WHEN EXISTS (SELECT FROM "variables" v WHERE v."addonId" = a."id")
  THEN 'running' ELSE 'failed' END)::"AddonStatus"
WHERE a."status" = 'removing' AND a."formerStatus" IS NULL AND NOT EXISTS (
  SELECT FROM "operations" o WHERE o."finishedAt" IS NULL AND (
    (o."kind" = 'delete-app' AND o."appId" = a."appId")
    OR (o."kind" = 'remove' AND o."databaseId" IN (SELECT d."id" FROM "databases" d WHERE d."addonId" = a."id"))));
