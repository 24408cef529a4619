import { randomUUID } from 'node:crypto'
import postgres from 'postgres'
import { answerWith } from './children.mjs'
import { quantile } from './stats.mjs'

// The baseline of creating events: a transaction that writes the same rows, without checks and pings.
answerWith(async ({ url, writers, connections, ms }) => {
  const sql = postgres(url, { max: connections, onnotice() {} })
  const latencies = []
  const begin = performance.now()
  const write = async ({ userId, calendars: [calendar] }) => {
    while (performance.now() < begin + ms) {
      const sent = performance.now()
      await sql.begin((tx) => insertEvent(tx, userId, calendar))
      latencies.push(performance.now() - sent)
    }
  }
  try {
    await Promise.all(
      Array.from({ length: connections }, (_, index) => write(writers[index % writers.length])),
    )
    const perSecond = (latencies.length * 1000) / (performance.now() - begin)
    return { perSecond, p50: quantile(latencies, 0.5) }
  } finally {
    await sql.end({ timeout: 5 })
  }
})

async function insertEvent(tx, userId, calendar) {
  const [id, changeset, stream] = [randomUUID(), randomUUID(), `calendar-${calendar}`]
  const [from, to] = [new Date('2031-05-01T17:00:00Z'), new Date('2031-05-01T18:00:00Z')]
  const after = { id, title: 'Dinner with the Okafors', calendarId: calendar, createdBy: userId, version: 1 }
  await Promise.all([
    tx`insert into events (id, uid, kind, title, start_wall, end_wall, start_zone, end_zone, span_from, span_to,
        tzdata, created_by)
      values (${id}, ${id}, 'event', 'Dinner with the Okafors', '2031-05-01 19:00', '2031-05-01 20:00',
        'Europe/Berlin', 'Europe/Berlin', ${from}, ${to}, '', ${userId})`,
    tx`insert into placements (event_id, calendar_id, home, uid, span_from, span_to)
      values (${id}, ${calendar}, true, ${id}, ${from}, ${to})`,
    tx`insert into changesets (id, actor_kind, actor_id, origin, command, key)
      values (${changeset}, 'user', ${userId}, 'web', 'createEvent', ${changeset})`,
    tx`with counted as (
        insert into streams (stream, seq) values (${stream}, 1)
        on conflict (stream) do update set seq = streams.seq + 1 returning seq
      )
      insert into changes (stream, seq, changeset_id, entity, entity_id, op, after, published_at)
      select ${stream}, seq, ${changeset}, 'event', ${id}, 'added', ${tx.json(after)}, now() from counted`,
  ])
}
