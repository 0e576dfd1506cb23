-- What is protected is not deleted until somebody who may says otherwise.
ALTER TABLE "apps" ADD COLUMN "isProtected" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "addons" ADD COLUMN "isProtected" BOOLEAN NOT NULL DEFAULT false;
