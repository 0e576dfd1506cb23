-- What a collaborator may do with the app. Those of before may do what collaborators could.
CREATE TYPE "AppRole" AS ENUM ('view', 'operate', 'own');
ALTER TABLE "collaborators" ADD COLUMN "role" "AppRole" NOT NULL DEFAULT 'operate';

-- Where somebody came from who did something, where that is known, and the order in which administrators read it all.
ALTER TABLE "events" ADD COLUMN "address" TEXT;
ALTER TABLE "person_events" ADD COLUMN "address" TEXT;
CREATE INDEX "events_createdAt_id_idx" ON "events"("createdAt" DESC, "id" DESC);
