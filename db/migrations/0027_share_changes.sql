-- Recorded changes of shares name the level as the column does since 0025: consumers may still have to handle them.
update changes set
  before = case when before ? 'role' then (before - 'role') || jsonb_build_object('level', before -> 'role') else before end,
  after = case when after ? 'role' then (after - 'role') || jsonb_build_object('level', after -> 'role') else after end
where entity = 'share' and (before ? 'role' or after ? 'role');
