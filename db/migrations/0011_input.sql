CREATE TABLE "input" (
	"source_id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"file_bytes" bigint,
	"duration_ms" integer,
	"has_sound" boolean DEFAULT false NOT NULL,
	"at_ms" integer DEFAULT 0 NOT NULL,
	"since" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "input" ADD CONSTRAINT "input_source_id_source_id_fk" FOREIGN KEY ("source_id") REFERENCES "public"."source"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "input" ADD CONSTRAINT "input_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "input_session" ON "input" USING btree ("session_id");