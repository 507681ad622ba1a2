ALTER TABLE "hall_line" ADD COLUMN "can_follow" boolean;--> statement-breakpoint
ALTER TABLE "hall_line" ADD COLUMN "said_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "hall_line" ADD COLUMN "help_asked_at" timestamp with time zone;