CREATE TABLE "hall_line" (
	"session_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"is_muted_by_centre" boolean DEFAULT false NOT NULL,
	"is_muted_by_hall" boolean DEFAULT true NOT NULL,
	"mode" text DEFAULT 'FULL' NOT NULL,
	"joined_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hall_line_session_id_site_id_pk" PRIMARY KEY("session_id","site_id")
);
--> statement-breakpoint
CREATE TABLE "programme" (
	"session_id" uuid PRIMARY KEY NOT NULL,
	"number" integer DEFAULT 0 NOT NULL,
	"codec" text NOT NULL,
	"main_source_id" uuid,
	"inset_source_id" uuid,
	"layout" text DEFAULT 'FULL' NOT NULL,
	"preview_source_id" uuid,
	"return_source_id" uuid,
	"centre_sound_source_id" uuid,
	"hall_sound_source_id" uuid,
	"is_centre_sound_muted" boolean DEFAULT false NOT NULL,
	"is_hall_sound_muted" boolean DEFAULT false NOT NULL,
	"notice" text DEFAULT 'WAITING' NOT NULL,
	"started_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "programme_history" (
	"session_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_key" text NOT NULL,
	"programme" jsonb NOT NULL,
	CONSTRAINT "programme_history_session_id_number_pk" PRIMARY KEY("session_id","number")
);
--> statement-breakpoint
CREATE TABLE "source" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"conference_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"name" text NOT NULL,
	"trim_db" real DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "speaker_request" (
	"id" uuid PRIMARY KEY DEFAULT uuidv7() NOT NULL,
	"session_id" uuid NOT NULL,
	"site_id" uuid NOT NULL,
	"note" text DEFAULT '' NOT NULL,
	"place" double precision NOT NULL,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"accepted_at" timestamp with time zone,
	"standby_at" timestamp with time zone,
	"on_air_at" timestamp with time zone,
	"ended_at" timestamp with time zone,
	"outcome" text
);
--> statement-breakpoint
ALTER TABLE "hall_line" ADD CONSTRAINT "hall_line_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "hall_line" ADD CONSTRAINT "hall_line_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme" ADD CONSTRAINT "programme_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme" ADD CONSTRAINT "programme_main_source_id_source_id_fk" FOREIGN KEY ("main_source_id") REFERENCES "public"."source"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme" ADD CONSTRAINT "programme_inset_source_id_source_id_fk" FOREIGN KEY ("inset_source_id") REFERENCES "public"."source"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme" ADD CONSTRAINT "programme_preview_source_id_source_id_fk" FOREIGN KEY ("preview_source_id") REFERENCES "public"."source"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme" ADD CONSTRAINT "programme_return_source_id_source_id_fk" FOREIGN KEY ("return_source_id") REFERENCES "public"."source"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme" ADD CONSTRAINT "programme_centre_sound_source_id_source_id_fk" FOREIGN KEY ("centre_sound_source_id") REFERENCES "public"."source"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme" ADD CONSTRAINT "programme_hall_sound_source_id_source_id_fk" FOREIGN KEY ("hall_sound_source_id") REFERENCES "public"."source"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "programme_history" ADD CONSTRAINT "programme_history_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source" ADD CONSTRAINT "source_conference_id_conference_id_fk" FOREIGN KEY ("conference_id") REFERENCES "public"."conference"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "source" ADD CONSTRAINT "source_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "speaker_request" ADD CONSTRAINT "speaker_request_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "speaker_request" ADD CONSTRAINT "speaker_request_site_id_site_id_fk" FOREIGN KEY ("site_id") REFERENCES "public"."site"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "source_key" ON "source" USING btree ("site_id","key");--> statement-breakpoint
CREATE INDEX "source_conference" ON "source" USING btree ("conference_id");--> statement-breakpoint
CREATE UNIQUE INDEX "speaker_request_waiting" ON "speaker_request" USING btree ("session_id","site_id") WHERE "speaker_request"."ended_at" is null;--> statement-breakpoint
CREATE INDEX "speaker_request_session" ON "speaker_request" USING btree ("session_id","place");