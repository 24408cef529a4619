-- Calendars of iCloud have ids without the partition of their account, such as p42. Otherwise they would count as deleted.
UPDATE bindings b SET remote_id = n.id, remote = jsonb_set(b.remote, '{id}', to_jsonb(n.id))
FROM (
	SELECT DISTINCT ON (connection_id, canonical) binding, canonical AS id
	FROM (
		SELECT id AS binding, connection_id, remote_id, state, created_at,
			regexp_replace(remote_id, '^https://p\d+-(caldav\.icloud\.com(\.cn)?)(:443)?/', 'https://\1/') AS canonical
		FROM bindings
	) c
	ORDER BY connection_id, canonical, remote_id = canonical DESC, state = 'active' DESC, created_at DESC, binding
) n
WHERE b.id = n.binding AND b.remote_id <> n.id;
