import postgres from 'postgres'

export const dynamic = 'force-dynamic'

let sql

/** A naive page of a month: one query and four elements per event, without session and permissions. */
export default async function Month({ searchParams }) {
  const { calendars } = await searchParams
  sql ??= postgres(process.env.DATABASE_URL, { max: 10 })
  const events = await sql`
    select e.id, e.title, e.color, e.span_from, e.span_to from placements p join events e on e.id = p.event_id
    where p.calendar_id = any(${calendars.split(',')}::uuid[]) and p.deleted_at is null and not p.long
      and p.span_from > '2026-09-25' and p.span_from < '2026-12-07' and p.span_to >= '2026-10-26'
    order by p.span_from, e.id`
  return (
    <ul>
      {events.map((event) => (
        <li key={event.id}>
          <time dateTime={event.span_from.toISOString()}>{event.span_from.toISOString().slice(11, 16)}</time>
          <time dateTime={event.span_to.toISOString()}>{event.span_to.toISOString().slice(11, 16)}</time>
          <a href={`/event/${event.id}`}>{event.title}</a>
        </li>
      ))}
    </ul>
  )
}
