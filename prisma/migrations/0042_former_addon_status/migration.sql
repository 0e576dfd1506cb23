-- What an addon was before its app began to be deleted: it is that again where the deletion fails.
ALTER TABLE "addons" ADD COLUMN "formerStatus" "AddonStatus";
