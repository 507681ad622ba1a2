CREATE TABLE "incarnation" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	CONSTRAINT "incarnation_only_one" CHECK ("incarnation"."is_only")
);
--> statement-breakpoint
INSERT INTO "incarnation" DEFAULT VALUES;
