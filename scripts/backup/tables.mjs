import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Refusal } from '../launch/say.mjs'

/** Tables of the job queue that a backup contains. Its other tables record its own migrations. */
const QUEUE_TABLES = ['_private_job_queues', '_private_tasks', '_private_jobs', '_private_known_crontabs']

/**
 * Lists the migrations of this checkout with the tables that exist after each.
 * @param {string} folder with the migrations of drizzle-kit
 */
export function migrationsIn(folder) {
  const { entries } = JSON.parse(readFileSync(join(folder, 'meta', '_journal.json'), 'utf8'))
  return entries.map(({ idx, tag, when }) => ({
    tag,
    when,
    tables() {
      const file = join(folder, 'meta', `${String(idx).padStart(4, '0')}_snapshot.json`)
      return Object.values(JSON.parse(readFileSync(file, 'utf8')).tables).map(({ name }) => `public.${name}`)
    },
  }))
}

/** Returns the last migration of a database; undefined if it has no Kinday tables. */
export async function migrationOf(sql, migrations) {
  const [{ exists }] = await sql`select to_regclass('drizzle.__drizzle_migrations') is not null as exists`
  if (!exists) return undefined
  const [{ last }] = await sql`select max(created_at) as last from drizzle.__drizzle_migrations`
  if (last === null) return undefined
  const found = migrations.find(({ when }) => when === Number(last))
  if (found) return found
  throw new Refusal(
    'The database belongs to a newer version of Kinday. Update this checkout (git pull) and try again.',
  )
}

/**
 * Lists the tables of a backup. Referenced tables come first, so that they can be filled in this order.
 * @param {import('postgres').Sql} sql
 * @param {ReturnType<typeof migrationsIn>[number]} migration the last one of the database
 * @returns {Promise<{ name: string, columns: string[], identity: string | null }[]>} `name` is quoted for
 *   SQL; `columns` lacks generated columns; `identity` is the identity column
 */
export async function tablesOf(sql, migration) {
  const names = [...migration.tables(), ...QUEUE_TABLES.map((name) => `graphile_worker.${name}`)]
  const tables = await sql`
    select format('%I.%I', n.nspname, c.relname) as name,
      array_agg(quote_ident(a.attname) order by a.attnum) filter (where a.attgenerated = '') as columns,
      min(a.attname) filter (where a.attidentity <> '') as identity,
      (select coalesce(array_agg(distinct format('%I.%I', rn.nspname, r.relname)), '{}')
        from pg_constraint k join pg_class r on r.oid = k.confrelid join pg_namespace rn on rn.oid = r.relnamespace
        where k.conrelid = c.oid and k.contype = 'f' and k.confrelid <> c.oid) as referenced
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and n.nspname || '.' || c.relname = any (${names})
    group by c.oid, n.nspname, c.relname
    order by n.nspname desc, c.relname`
  return sortByReferences(tables)
}

function sortByReferences(tables) {
  const ordered = []
  const waiting = new Set(tables)
  while (waiting.size) {
    const names = new Set([...waiting].map(({ name }) => name))
    const ready = [...waiting].filter(({ referenced }) => !referenced.some((name) => names.has(name)))
    if (!ready.length) throw new Error(`tables refer to each other: ${[...names].join(', ')}`)
    for (const table of ready) {
      waiting.delete(table)
      ordered.push({ name: table.name, columns: table.columns, identity: table.identity })
    }
  }
  return ordered
}
