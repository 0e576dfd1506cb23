-- A token that looks, but sees no secret: less than "read".
ALTER TYPE "TokenScope" ADD VALUE 'look' BEFORE 'read';
