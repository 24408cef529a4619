-- Search. What is searched is kept folded (without accents and case, letter by letter in ASCII) in columns that the database itself
-- makes from what people wrote: nothing that writes an event can forget them. They are read by lib/queries/search only.
DO $$ BEGIN
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE EXTENSION IF NOT EXISTS unaccent;
EXCEPTION WHEN insufficient_privilege OR undefined_file OR feature_not_supported THEN
  RAISE EXCEPTION 'Search needs the Postgres extensions pg_trgm and unaccent, and they could not be made: %', SQLERRM
    USING ERRCODE = 'KD001',
      HINT = 'Ask whoever looks after the database to run: CREATE EXTENSION pg_trgm; CREATE EXTENSION unaccent;';
END $$;--> statement-breakpoint
-- Extensions may live in any schema; what an index calls has to name it.
DO $do$ BEGIN
  EXECUTE format($function$
    -- Words as they are compared: " cafe zahnarzt", each after a space, in ASCII alone, whatever the database's locale
    -- makes of other letters (pg_trgm leaves out those that it does not take for letters). Alphabets are spelled in Latin,
    -- letter by letter, so that one may be typed for the other; of all other signs the bytes are written as numbers. Signs
    -- of scripts that write without spaces are words each. What comes after 50,000 characters is not searched.
    CREATE OR REPLACE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $body$
      SELECT ' ' || replace(encode(convert_to(btrim(
        regexp_replace(regexp_replace(translate(normalize(lower(%1$I.unaccent('%1$I.unaccent'::regdictionary,
          regexp_replace(normalize(left($1, 50000), NFKD),
            '[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c-\u200f\ufe0f]', '', 'g'))), NFKC),
          'абвгдежзиклмнопрстуфхцчшщыэюяіґєјљњћђџѕαβγδεζηθικλμνξοπρσςτυφχψωאבגדהוזחטיכךלמםנןסעפףצץקרשתابتثجحخدذرزسشصضطظعغفقكلمنهويةىیکگپچژ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ъьء',
          'abvgdejziklmnoprstufhccssyeuaigejlncddsabgdezitiklmnxoprsstyfhpoabgdhvzhtykklmmnnseppccqrstabtsjhxddrzscsdtzegfqklmnhwyhyykgpcj01234567890123456789'),
          '([\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])',
          ' \1 ', 'g'),
          '[\u0001- !-/:-@\[-`{-\u00bf\u05be\u060c\u061b\u061f\u2000-\u206f\u3000-\u3004\u3008-\u3030\u30fb\uff00-\uff0f]+', ' ', 'g')
        ), 'UTF8'), 'escape'), '\', '')
    $body$
  $function$, (SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'unaccent'));
END $do$;--> statement-breakpoint
-- The pattern that finds a word: anywhere, or if it is shorter than a trigram where a word begins.
CREATE OR REPLACE FUNCTION sought(word text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE WHEN length(folded) > 3 THEN '%' || ltrim(folded) || '%' ELSE '%' || folded || '%' END FROM fold(word) AS folded
$$;--> statement-breakpoint
-- What the changed occurrences of a series have of their own in a field.
CREATE OR REPLACE FUNCTION own_texts(overrides jsonb, field text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(value ->> field, ' ' ORDER BY key), '') FROM jsonb_each(overrides)
$$;--> statement-breakpoint
-- People of single occurrences who have no account, by name and address.
CREATE OR REPLACE FUNCTION own_guests(overrides jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(concat_ws(' ', guest ->> 'name', guest ->> 'email'), ' '), '')
  FROM jsonb_path_query(overrides, '$.*.attendees[*] ? (@.userId == null)') AS guest
$$;--> statement-breakpoint
ALTER TABLE "events"
  -- The title, a bar that no folded text has, and the titles of changed occurrences.
  ADD COLUMN "search_title" text GENERATED ALWAYS AS (fold("title") || ' |' || fold(own_texts("overrides", 'title'))) STORED,
  ADD COLUMN "search_place" text GENERATED ALWAYS AS (fold("location" || ' ' || own_texts("overrides", 'location'))) STORED,
  ADD COLUMN "search_notes" text GENERATED ALWAYS AS
    (fold("description" || ' ' || own_texts("overrides", 'description') || ' ' || own_guests("overrides"))) STORED;--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "search_name" text GENERATED ALWAYS AS (fold("name")) STORED;--> statement-breakpoint
ALTER TABLE "attendees" ADD COLUMN "search_name" text
  GENERATED ALWAYS AS (fold(coalesce("name", '') || ' ' || coalesce("email", ''))) STORED;--> statement-breakpoint
CREATE INDEX "events_search_title" ON "events" USING gin ("search_title" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "events_search_place" ON "events" USING gin ("search_place" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "events_search_notes" ON "events" USING gin ("search_notes" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "users_search_name" ON "users" USING gin ("search_name" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "attendees_search_name" ON "attendees" USING gin ("search_name" gin_trgm_ops) WHERE "user_id" IS NULL;
