import { createHash, randomBytes } from 'node:crypto'
import type postgres from 'postgres'
import { v7 as uuidv7 } from 'uuid'
import { makeScenario, type RoleClients, type Scenario } from './scenario'

const OWN_LISTS =
  'group_id in $groups or event_id in $events or gathering_id in (select id from gatherings where group_id in $groups)'

/** Conditions for the rows of a scenario by table, in insertion order. `$name` stands for a list of its ids. */
const TABLES = {
  groups: 'id in $groups',
  pictures: 'id in $pictures',
  members: 'group_id in $groups',
  users: 'id in $children',
  managed_members: 'group_id in $groups',
  calendars: 'owner_group_id in $groups',
  shares: 'calendar_id in $calendars',
  feeds: 'calendar_id in $calendars',
  invitations: 'group_id in $groups',
  events: 'id in $events',
  placements: 'event_id in $events',
  attendees: 'event_id in $events',
  guest_links: 'event_id in $events',
  answers: 'event_id in $events',
  gatherings: 'group_id in $groups',
  gathering_participants: 'gathering_id in (select id from gatherings where group_id in $groups)',
  gathering_slots: 'gathering_id in (select id from gatherings where group_id in $groups)',
  comments:
    'event_id in $events or group_id in $groups or gathering_id in (select id from gatherings where group_id in $groups)',
  task_lists: OWN_LISTS,
  tasks: `list_id in (select id from task_lists where ${OWN_LISTS})`,
  notifications: 'event_id in $events',
  alarm_due: 'event_id in $events',
  hidden_from: 'event_id in $events',
  attachment_files: 'id in $files',
  attachment_chunks: 'file_id in $files',
  attachments: 'event_id in $events',
  sessions: 'id in $sessions',
  push_subscriptions: 'session_id in $sessions',
  deliveries: 'id in $deliveries',
  streams: 'stream in $streams',
  changesets: 'id in (select changeset_id from changes where stream in $streams)',
  changes: 'stream in $streams',
  connections: 'id in $connections',
  bindings: 'connection_id in $connections',
  links: 'binding_id in $bindings',
  sync_runs: 'binding_id in $bindings',
  sync_entries: 'event_id in $events',
  sync_conflicts: 'id in $conflicts',
}

const UUID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g
const HASH = /\b[0-9a-f]{64}\b/g

/**
 * Provides fresh scenarios. A template is created with actions, which takes a second; each `next()` is a copy of its
 * rows with new ids, secrets and tokens. The previous scenario is deleted, since a growing database would make every
 * page slower.
 */
export class ScenarioPool {
  private constructor(
    private readonly sql: postgres.Sql,
    private readonly template: Scenario,
    /** The rows of the template by table, as JSON. */
    private readonly rows: string,
    private readonly columns: Map<string, string[]>,
    private current = template,
  ) {}

  static async create(
    sql: postgres.Sql,
    callers: RoleClients,
    emails: Scenario['emails'],
  ): Promise<ScenarioPool> {
    const template = await makeScenario(sql, callers, emails)
    const owned = await ownedBy(sql, template)
    const rows: Record<string, unknown> = {}
    const columns = new Map<string, string[]>()
    for (const [table, condition] of Object.entries(TABLES)) {
      const where = condition.replace(/\$(\w+)/g, (_, kind) => sqlList(owned[kind as keyof typeof owned]))
      const [found] = await sql.unsafe(`select json_agg(t) as all from ${table} t where ${where}`)
      if (!found?.all) throw new Error(`the template has no rows in ${table}`)
      rows[table] = found.all
      columns.set(table, await columnsOf(sql, table))
    }
    return new ScenarioPool(sql, template, JSON.stringify(rows), columns)
  }

  /** Returns a new scenario and deletes the previous one. */
  async next(): Promise<Scenario> {
    const { sql, template } = this
    const replacements = this.createReplacements()
    const rows = JSON.parse(replaceAll(this.rows, replacements)) as Record<string, postgres.JSONValue>
    // Statements are sent without waiting for the previous one, since this runs hundreds of times.
    const results = await sql.begin((tx) => [
      ...this.deleteCurrent(tx),
      ...Object.entries(rows).map(([table, all]) => {
        const columns = this.columns.get(table)!.join(', ')
        return tx.unsafe(
          `insert into ${table} (${columns}) select ${columns} from jsonb_populate_recordset(null::${table}, $1)`,
          [all],
          { prepare: true },
        )
      }),
      tx`select id::text from graphile_worker.add_job('purge', '{}', run_at := now() + interval '1 day')`,
    ])
    const job = results.at(-1)![0]!.id as string
    this.current = { ...(JSON.parse(replaceAll(JSON.stringify(template), replacements)) as Scenario), job }
    return this.current
  }

  /** Deletes the groups and events of the current scenario, with all rows that depend on them. */
  private deleteCurrent(sql: postgres.TransactionSql) {
    const { group, deletedGroup, child, synced } = this.current
    const calendars = sql`select id from calendars where owner_group_id in ${sql([group, deletedGroup])}`
    return [
      sql`delete from events where id in (select event_id from placements where calendar_id in (${calendars}))`,
      sql`delete from groups where id in ${sql([group, deletedGroup])}`,
      sql`delete from users where id = ${child}`,
      sql`delete from connections where id = ${synced.connection}`,
    ]
  }

  /** Maps ids, tokens and hashes of the template to new ones. The order of ids is kept. */
  private createReplacements(): Map<string, string> {
    const { template, rows } = this
    const users = new Set<string>(Object.values(template.ids))
    const text = rows + JSON.stringify(template)
    const ids = [...new Set(text.match(UUID))].filter(
      (id) => !users.has(id) && !isInEmail(template.emails, id),
    )
    const replacements = new Map(ids.sort().map((id) => [id, uuidv7()]))
    for (const token of tokensOf(template)) {
      const replacement = randomBytes(32).toString('base64url').slice(0, token.length)
      replacements.set(token, replacement).set(hashOf(token), hashOf(replacement))
    }
    for (const hash of text.match(HASH) ?? []) {
      if (!replacements.has(hash)) replacements.set(hash, randomBytes(32).toString('hex'))
    }
    return replacements
  }
}

/** Returns the ids that belong to a scenario, by kind. */
async function ownedBy(sql: postgres.Sql, scenario: Scenario) {
  const groups = [scenario.group, scenario.deletedGroup]
  const calendars = (await sql`select id from calendars where owner_group_id in ${sql(groups)}`).map(
    ({ id }) => id as string,
  )
  const events = (await sql`select event_id from placements where calendar_id in ${sql(calendars)}`).map(
    ({ event_id }) => event_id as string,
  )
  const files = (await sql`select file_id from attachments where event_id in ${sql(events)}`).map(
    ({ file_id }) => file_id as string,
  )
  return {
    groups,
    calendars,
    events,
    children: [scenario.child],
    pictures: [scenario.picture],
    files: [...files, ...Object.values(scenario.drafts)],
    sessions: [scenario.session],
    deliveries: [scenario.delivery],
    connections: [scenario.synced.connection],
    bindings: [scenario.synced.binding],
    conflicts: [scenario.synced.conflict],
    streams: [
      ...groups.flatMap((id) => [`group-${id}`, `owners-${id}`]),
      ...Object.values(scenario.gatherings).map(({ id }) => `gathering-${id}`),
      ...calendars.flatMap((id) => [`calendar-${id}`, `owners-${id}`, `hidden-${id}`]),
    ],
  }
}

/** Formats an SQL list of ids or stream names, which contain nothing to escape. */
function sqlList(values: string[]): string {
  return `(${values.map((value) => `'${value}'`).join(', ')})`
}

/** Returns the columns of a table without generated ones. */
async function columnsOf(sql: postgres.Sql, table: string): Promise<string[]> {
  const rows = await sql`
    select attname from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attgenerated = ''`
  return rows.map(({ attname }) => `"${attname}"`)
}

function replaceAll(text: string, replacements: Map<string, string>): string {
  return text.replace(new RegExp([...replacements.keys()].join('|'), 'g'), (key) => replacements.get(key)!)
}

function tokensOf({ invitation, feeds }: Scenario): string[] {
  const tokenInPath = ({ path }: { path: string }) => /([\w-]{20,})\.ics/.exec(path)![1]!
  return [invitation.token, tokenInPath(feeds.full), tokenInPath(feeds.busy)]
}

/** Hashes a token as lib/access/secrets.ts does. */
function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function isInEmail(emails: Scenario['emails'], id: string): boolean {
  return Object.values(emails).some((email) => email.includes(id))
}
