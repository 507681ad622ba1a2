ALTER TABLE "import_job" ADD COLUMN "reading" integer DEFAULT 1 NOT NULL;--> statement-breakpoint
ALTER TABLE "import_job" ADD COLUMN "choice" jsonb DEFAULT '{}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "import_job" ADD COLUMN "reach" jsonb DEFAULT '{"kind":"ALL"}'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "import_job" ADD COLUMN "missing" text DEFAULT 'KEEP' NOT NULL;--> statement-breakpoint
ALTER TABLE "import_row" ADD COLUMN "doubt_codes" text[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "import_row" ADD COLUMN "open_asks" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "import_row" ADD COLUMN "existing_id" uuid;--> statement-breakpoint
ALTER TABLE "import_row" ADD COLUMN "existing_version" text;--> statement-breakpoint
ALTER TABLE "import_row" ADD COLUMN "changes" jsonb DEFAULT '[]'::jsonb NOT NULL;