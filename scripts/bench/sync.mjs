import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { createPersonalCalendar, createUsers } from './seed-users.mjs'
import { ms } from './table.mjs'

export const title = 'Connected calendars'

/** Number of remote changes that a run applies, in a calendar of so many events. */
const CHANGES = 1000
const EVENTS = 10_000
const MANY_EVENTS = 50_000
const BINDINGS = 100
const LIMIT_MS = 3000

/** Share of the time of a first sync that reading everything again may take, after an interruption. */
const REREAD_SHARE = 0.2

/** Growth of the memory of a worker in MB, from the first sync of 10,000 events to that of 50,000. */
const MAX_GROWTH_MB = 60

/** Interval of idle bindings. */
const HOUR_MS = 3_600_000

/** Interval of the scheduler (lib/jobs/registry.ts). */
const SCHEDULER_INTERVAL_MS = 2500

/**
 * Measures runs that apply a thousand remote changes, first syncs with the memory that they need, and the processor time
 * of a hundred idle bindings.
 */
export async function run(bench) {
  const sql = postgres(process.env.DATABASE_URL, { max: 1, onnotice() {} })
  try {
    const [{ id: userId }] = await createUsers(sql, ['syncing'])
    const remoteIds = Array.from({ length: BINDINGS }, (_, index) => `calendar${index}@bench.example`)
    const calendars = []
    for (const remoteId of remoteIds)
      calendars.push({ remoteId, calendar: await createPersonalCalendar(sql, userId) })
    const google = bench.startClient('google-stub.mjs', { typescript: true })
    const [large, huge] = remoteIds
    const { url, client } = await google.ask({
      calendars: remoteIds,
      fill: { calendar: large, count: EVENTS },
    })
    await google.ask({ fill: { calendar: huge, count: MANY_EVENTS } })
    const environment = {
      ...{ GOOGLE_CLIENT_ID: client.id, GOOGLE_CLIENT_SECRET: client.secret },
      ...{ GOOGLE_API_URL: url, GOOGLE_TOKEN_URL: `${url}token` },
    }
    const worker = bench.startClient('sync-runs.mjs', { typescript: true })
    const bindings = await worker.ask({ environment, userId, calendars })
    const [first, second, ...others] = bindings
    const runFirst = () => worker.ask({ run: 'bindings', bindings: [first] })
    const added = await runFirst()
    await expectTitles(sql, first, 'Dinner with the Okafors', EVENTS)
    const { peak: before } = await worker.ask({ run: 'memory' })
    await google.ask({ change: { calendar: large, count: CHANGES, title: 'Supper with the Okafors' } })
    const changed = await runFirst()
    await expectTitles(sql, first, 'Supper with the Okafors', CHANGES)
    await sql`update bindings set cursor = null where id = ${first}`
    const reread = await runFirst()
    const baseline = await writePlainly(
      sql,
      `${url}calendar/v3/calendars/${large}/events?maxResults=${CHANGES}`,
      first,
    )
    const many = await worker.ask({ run: 'bindings', bindings: [second] })
    await expectTitles(sql, second, 'Dinner with the Okafors', MANY_EVENTS)
    const { peak } = await worker.ask({ run: 'memory' })
    const idleBindings = [first, second, ...others]
    await worker.ask({ run: 'bindings', bindings: idleBindings })
    const idle = await worker.ask({ run: 'bindings', bindings: idleBindings })
    const ticks = await worker.ask({ run: 'schedule', bindings: 200 })
    const perHour = idle.cpuMs + (ticks.cpuMs / 200) * (HOUR_MS / SCHEDULER_INTERVAL_MS)
    const share = (perHour / HOUR_MS) * 100
    return [
      {
        what: 'apply 1,000 remote changes in a calendar of 10,000 events',
        kinday: ms(changed.ms),
        baseline: ms(baseline),
        ratio: changed.ms / baseline,
        goal: '≤ 3 s',
        met: changed.ms <= LIMIT_MS,
      },
      { what: '… the first sync of 10,000 events', kinday: ms(added.ms) },
      {
        what: '… reading them again, as after an interruption',
        kinday: ms(reread.ms),
        goal: `≤ ${REREAD_SHARE * 100} % of the first sync`,
        met: reread.ms <= added.ms * REREAD_SHARE,
      },
      { what: '… the first sync of 50,000 events', kinday: ms(many.ms) },
      {
        what: '… memory of the worker at most, and after 10,000 events',
        kinday: `${peak.toFixed(0)} MB, ${before.toFixed(0)} MB`,
        goal: `${MAX_GROWTH_MB} MB more`,
        met: peak - before <= MAX_GROWTH_MB,
      },
      {
        what: '100 idle bindings, processor time',
        kinday: `${share.toFixed(3)} %`,
        goal: '≤ 1 % of a core',
        met: share <= 1,
      },
      { what: '… one idle run', kinday: ms(idle.cpuMs / BINDINGS) },
    ]
  } finally {
    await sql.end({ timeout: 5 })
  }
}

async function expectTitles(sql, binding, title, expected) {
  const [{ count }] = await sql`
    select count(*)::int from links l join events e on e.id = l.event_id
    where l.binding_id = ${binding} and e.title = ${title}`
  if (count !== expected) throw new Error(`${count} of ${expected} events are synced`)
}

/** The baseline: reads the same events, and writes the same rows in one transaction, without comparing anything. */
async function writePlainly(sql, url, binding) {
  const start = performance.now()
  const response = await fetch(url, { headers: { authorization: 'Bearer token' } })
  const { items } = await response.json()
  const [changeset, stream] = [randomUUID(), `calendar-${randomUUID()}`]
  const states = items.map((root) => ({ id: root.id, state: { root, instances: {} } }))
  await sql.begin(async (tx) => {
    await tx`
      update events e set location = 'Elsewhere', version = e.version + 1 from links l
      where l.binding_id = ${binding} and l.event_id = e.id and e.title like 'Supper%'`
    await tx`
      update links l set state = g.state
      from jsonb_to_recordset(${tx.json(states)}) as g (id text, state jsonb)
      where l.binding_id = ${binding} and l.remote_id = g.id`
    await tx`
      insert into changesets (id, actor_kind, actor_id, origin, command)
      values (${changeset}, 'job', 'sync', 'job', 'applyRemoteChanges')`
    await tx`insert into streams (stream, seq) values (${stream}, ${items.length})`
    await tx`
      insert into changes (stream, seq, changeset_id, entity, entity_id, op, before, after, published_at)
      select ${stream}, row_number() over (), ${changeset}, 'event', l.event_id, 'changed', to_jsonb(e), to_jsonb(e), now()
      from links l join events e on e.id = l.event_id where l.binding_id = ${binding} and e.title like 'Supper%'`
  })
  return performance.now() - start
}
