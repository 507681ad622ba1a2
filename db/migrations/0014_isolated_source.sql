CREATE TABLE "isolated_source" (
	"session_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "isolated_source_session_id_source_id_pk" PRIMARY KEY("session_id","source_id")
);
--> statement-breakpoint
ALTER TABLE "recording" ADD COLUMN "source_id" uuid;--> statement-breakpoint
ALTER TABLE "recording" ADD COLUMN "source_name" text;--> statement-breakpoint
ALTER TABLE "isolated_source" ADD CONSTRAINT "isolated_source_session_id_broadcast_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."broadcast"("session_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "isolated_source" ADD CONSTRAINT "isolated_source_source_id_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."source"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "recording" ADD CONSTRAINT "recording_source_id_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."source"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "recording_source_running" ON "recording" USING btree ("session_id","source_id") WHERE "recording"."ended_at" is null;