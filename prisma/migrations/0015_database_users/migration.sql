-- People's own users of a database beside the protected ones, whose role is null. Of their passwords only the SHA-256 is kept, encrypted.
-- One that was removed stays, so that no node that still remembers it brings it back.
ALTER TABLE "database_users"
    ADD COLUMN "role" TEXT,
    ADD COLUMN "keyPatterns" TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN "categories" TEXT[] NOT NULL DEFAULT '{}',
    ADD COLUMN "isOn" BOOLEAN NOT NULL DEFAULT true,
    ADD COLUMN "removedAt" TIMESTAMPTZ(3),
    -- Grows with every wanted change, and what of it the running node has.
    ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0,
    ADD COLUMN "appliedRevision" INTEGER NOT NULL DEFAULT 0,
    -- A second password that lets in as well: the coming one of a rotation, or with a time the former one, which ends by then.
    ADD COLUMN "otherPasswordEncrypted" TEXT,
    ADD COLUMN "otherUntil" TIMESTAMPTZ(3),
    -- When the app had been restarted with the new password.
    ADD COLUMN "replacedAt" TIMESTAMPTZ(3),
    ADD CONSTRAINT "database_users_role" CHECK ("isProtected" = ("role" IS NULL)),
    ADD CONSTRAINT "database_users_other" CHECK ("otherUntil" IS NULL OR "otherPasswordEncrypted" IS NOT NULL);

CREATE INDEX "database_users_unapplied" ON "database_users"("databaseId") WHERE "revision" <> "appliedRevision";
CREATE INDEX "database_users_former" ON "database_users"("databaseId") WHERE "otherUntil" IS NOT NULL;
