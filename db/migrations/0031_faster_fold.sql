-- Most texts are ASCII, or are when their accents are removed. Folding them no longer takes the steps for other scripts, which
-- are ten times as slow and would change nothing. The results are those of 0005_search.sql, so stored columns stay valid.
-- Bodies with RETURN refer to functions by identity, not by the search path.
DO $do$ BEGIN
  EXECUTE format($function$
    CREATE OR REPLACE FUNCTION fold_unicode(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
      SELECT CASE WHEN octet_length(t) = char_length(t) THEN ' ' || btrim(regexp_replace(t, '[^a-z0-9]+', ' ', 'g'))
      ELSE ' ' || replace(encode(convert_to(btrim(
        regexp_replace(regexp_replace(translate(t,
          'абвгдежзиклмнопрстуфхцчшщыэюяіґєјљњћђџѕαβγδεζηθικλμνξοπρσςτυφχψωאבגדהוזחטיכךלמםנןסעפףצץקרשתابتثجحخدذرزسشصضطظعغفقكلمنهويةىیکگپچژ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹ъьء',
          'abvgdejziklmnoprstufhccssyeuaigejlncddsabgdezitiklmnxoprsstyfhpoabgdhvzhtykklmmnnseppccqrstabtsjhxddrzscsdtzegfqklmnhwyhyykgpcj01234567890123456789'),
          '([\u2e80-\u2fdf\u3005-\u3007\u3031-\u3035\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff])',
          ' \1 ', 'g'),
          '[\u0001- !-/:-@\[-`{-\u00bf\u05be\u060c\u061b\u061f\u2000-\u206f\u3000-\u3004\u3008-\u3030\u30fb\uff00-\uff0f]+', ' ', 'g')
        ), 'UTF8'), 'escape'), '\', '') END
      FROM (SELECT normalize(lower(%1$I.unaccent('%1$I.unaccent'::regdictionary, regexp_replace(normalize($1, NFKD),
        '[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u200c-\u200f\ufe0f]', '', 'g'))), NFKC)
        OFFSET 0) AS plain (t))
  $function$, (SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'unaccent'));
END $do$;--> statement-breakpoint
CREATE OR REPLACE FUNCTION fold(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  CASE
    -- Some locales have lower-case letters outside ASCII for letters of ASCII.
    WHEN octet_length($1) = char_length($1) AND octet_length(lower($1)) = char_length($1)
      THEN ' ' || btrim(regexp_replace(lower(left($1, 50000)), '[^a-z0-9]+', ' ', 'g'))
    ELSE fold_unicode(left($1, 50000))
  END;
