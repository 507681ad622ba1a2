ALTER TABLE "input" ADD COLUMN "stream_key" text;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "port" integer;--> statement-breakpoint
ALTER TABLE "input" ADD COLUMN "is_open" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "input_port" ON "input" USING btree ("port");