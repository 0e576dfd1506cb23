-- A disabled account signs in nowhere. A removed one stays, for what it did: its email can be invited again.
ALTER TABLE "users" ADD COLUMN "disabledAt" TIMESTAMPTZ(3);
ALTER TABLE "users" ADD COLUMN "removedAt" TIMESTAMPTZ(3);

-- A link with an account is for a new password of that account.
ALTER TABLE "invitations" ADD COLUMN "userId" TEXT;
ALTER TABLE "invitations" ADD CONSTRAINT "invitations_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What was done to accounts. Emails stand in the rows themselves.
CREATE TABLE "person_events" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "actorEmail" TEXT,
    "detail" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "person_events_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "person_events_createdAt_idx" ON "person_events"("createdAt" DESC);

-- Invariants that the schema language cannot say.

ALTER TABLE "users" ADD CONSTRAINT "users_removed_check" CHECK ("removedAt" IS NULL OR NOT "isAdmin");
