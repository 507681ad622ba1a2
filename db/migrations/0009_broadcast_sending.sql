ALTER TABLE "broadcast" ADD COLUMN "watch_delay_seconds" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "outlet" ADD COLUMN "signal_kind" text DEFAULT 'WORDED' NOT NULL;--> statement-breakpoint
ALTER TABLE "outlet" ADD COLUMN "delay_seconds" integer DEFAULT 0 NOT NULL;