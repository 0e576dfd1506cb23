-- A second factor: the secret of an authenticator app and the recovery codes, both encrypted.
ALTER TABLE "users" ADD COLUMN "hasSecondFactor" BOOLEAN NOT NULL DEFAULT false;

CREATE TABLE "second_factors" (
    "id" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "secret" TEXT NOT NULL,
    "recoveryCodes" TEXT NOT NULL,
    "verified" BOOLEAN NOT NULL DEFAULT true,
    "failedVerificationCount" INTEGER NOT NULL DEFAULT 0,
    "lockedUntil" TIMESTAMPTZ(3),

    CONSTRAINT "second_factors_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "second_factors_userId_key" ON "second_factors"("userId");
ALTER TABLE "second_factors" ADD CONSTRAINT "second_factors_userId_fkey" FOREIGN KEY ("userId") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;
