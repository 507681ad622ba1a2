ALTER TABLE "hall_line" ALTER COLUMN "joined_at" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "hall_line" ALTER COLUMN "joined_at" DROP NOT NULL;--> statement-breakpoint
-- A mute of all halls made a row, and a time, for those that never joined.
UPDATE "hall_line" SET "joined_at" = NULL
WHERE NOT EXISTS (SELECT FROM "source" WHERE "source"."site_id" = "hall_line"."site_id");
