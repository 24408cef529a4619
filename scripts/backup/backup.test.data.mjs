import postgres from 'postgres'

/** Runs `work` with a connection to the database. */
export async function withConnection(url, work) {
  const sql = postgres(url, { max: 1, onnotice() {} })
  try {
    return await work(sql)
  } finally {
    await sql.end()
  }
}

/** Inserts rows into every table that contains user texts, with all characters that COPY has to escape. */
export async function fill(sql) {
  const id = (n) => `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`
  const specialText = 'tab\t, break\n, \\N, \\., “quotes”, العربية, 🎈'
  await sql`insert into users (id, email, name, password_hash, instance_admin)
    select ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, n || '@example.org', ${specialText}, null, n = 1
    from generate_series(1, 20) n`
  await sql`insert into sessions (session_token, user_id, expires) values ('hash', ${id(1)}, now() + interval '1 day')`
  await sql`insert into groups (id, name, color) values (${id(1)}, ${specialText}, 'sky')`
  await sql`insert into members (group_id, user_id, role, color) select ${id(1)}, id, 'owner', 'sky' from users`
  await sql`insert into invitations (id, group_id, role, token_hash, created_by, expires_at)
    values (${id(1)}, ${id(1)}, 'viewer', 'hash', ${id(1)}, now())`
  await sql`insert into calendars (id, owner_group_id, name, color) values (${id(1)}, ${id(1)}, ${specialText}, 'sky')`
  await sql`insert into events (id, uid, kind, title, description, start_date, end_date, span_from, span_to, tzdata, unknown)
    select gen_random_uuid(), 'uid-' || n, 'event', ${specialText}, 'x' || n, '2026-11-21', '2026-11-22', now(), now(), '2026a',
      ${sql.json([specialText, null, 1.5, 'x'.repeat(1500)])}
    from generate_series(1, 800) n`
  await sql`insert into placements (event_id, calendar_id, home, uid, span_from, span_to)
    select id, ${id(1)}, true, uid, span_from, span_to from events`
  await sql`insert into attendees (id, event_id, user_id) select gen_random_uuid(), id, ${id(2)} from events limit 5`
  await sql`insert into attachment_files (id, name, type, bytes) values (gen_random_uuid(), 'a file', 'text/plain', 3)`
  await sql`insert into attachment_chunks (file_id, index, data) select id, 0, '\\x000aff' from attachment_files`
  await sql`insert into pictures (id, type, width, height, data)
    values (${id(1)}, 'image/webp', 1, 1, ${Buffer.from([0, 10, 92, 46, 255])})`
  await sql`insert into connections (id, user_id, kind, account, credentials, key_id)
    values (${id(1)}, ${id(1)}, 'ics', 'x', ${Buffer.from('locked')}, 'k')`
  await sql`insert into deliveries (id, channel, address, template, data) values (${id(1)}, 'email', 'a@b.c', 'reset', ${sql.json({ specialText })})`
  await sql`insert into streams (stream, seq) values ('user-1', 1)`
  await sql`insert into changesets (id, actor_kind, origin, command) values (${id(1)}, 'job', 'job', 'x')`
  await sql`insert into consumer_cursors (consumer, stream, seq, pending) values ('share-mails', 'user-1', 0, 1)`
  await sql`insert into changes (stream, seq, changeset_id, entity, entity_id, op, after)
    values ('user-1', 1, ${id(1)}, 'user', 'x', 'added', ${sql.json({ specialText })})`
  await sql`update instance set registration = 'closed', version = 7`
  await sql`select graphile_worker.add_job('mail', ${{ delivery: id(1) }}::json, queue_name := 'one', job_key := 'k')`
  await sql`select graphile_worker.add_job('purge', '{}', run_at := now() + interval '1 day')`
}

/** Returns the number of rows of each table of a database, and a checksum of their content. */
export const readContent = (url) =>
  withConnection(url, async (sql) => {
    const tables = await sql`select format('%I.%I', n.nspname, c.relname) as name from pg_class c
      join pg_namespace n on n.oid = c.relnamespace where c.relkind = 'r'
      and n.nspname in ('public', 'graphile_worker', 'drizzle') order by 1`
    const tableContents = {}
    for (const { name } of tables) {
      // Contains the times of the migrations, which differ.
      if (name === 'graphile_worker.migrations') continue
      const [row] = await sql.unsafe(
        `select count(*)::int as rows, md5(string_agg(t::text, E'\n' order by t::text collate "C")) as sum from ${name} t`,
      )
      tableContents[name] = { ...row }
    }
    return tableContents
  })
