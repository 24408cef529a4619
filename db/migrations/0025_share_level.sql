alter table "shares" rename column "role" to "level";--> statement-breakpoint
-- Mails that are not sent yet, and failed ones that can be sent again.
update "deliveries" set "data" = ("data" - 'role') || jsonb_build_object('level', "data" -> 'role')
where "template" = 'share' and "data" ? 'role';
