import { type Due, spanOfDue } from '@/lib/calendar/tasks/due'
import type { TaskStatus } from '@/lib/calendar/tasks/task'
import type { Zone } from '@/lib/calendar/zones/zone'
import { fromJcalComponent } from './jcal'
import { escapeText, formatLine } from './line'
import { vtimezone } from './vtimezone'
import { chunk, DEFAULT_ZONE_YEARS, type FileToWrite, headLines } from './write'
import { dateTimeLine, formatUtc, withTypedUntil } from './write-times'

/** A task to write. */
export interface TodoToWrite {
  id: string
  title: string
  note: string
  status: TaskStatus
  due: Due | null
  rule: string | null
  /** Name of the assignee. */
  assignee: string | null
  created: Date
  done: Date | null
  /** UID of the event that it belongs to (RFC 5545 §3.8.4.5). */
  relatedTo: string | null
}

/** STATUS of a VTODO (RFC 5545 §3.8.1.11). */
const STATUS = { todo: 'NEEDS-ACTION', doing: 'IN-PROCESS', done: 'COMPLETED' } as const

/** Writes tasks as VTODO (RFC 5545 §3.6.2) in an iCalendar file, which task apps can import. */
export function writeTodos(file: FileToWrite, todos: readonly TodoToWrite[]): string {
  const zones = new Set<Zone>(todos.flatMap(({ due }) => (due?.zone && due.zone !== 'UTC' ? due.zone : [])))
  return chunk([
    ...headLines(file),
    ...[...zones].flatMap((zone) => [...fromJcalComponent(vtimezone(zone, DEFAULT_ZONE_YEARS))]),
    ...todos.flatMap((todo) => [...todoLines(todo)]),
    'END:VCALENDAR',
  ])
}

function* todoLines(todo: TodoToWrite) {
  const { id, title, note, status, due, rule, assignee, created, done, relatedTo } = todo
  yield 'BEGIN:VTODO'
  yield `UID:${id}`
  yield `DTSTAMP:${formatUtc(created)}`
  yield `CREATED:${formatUtc(created)}`
  yield `SUMMARY:${escapeText(title)}`
  if (note) yield `DESCRIPTION:${escapeText(note)}`
  if (assignee !== null) yield formatLine('CONTACT', [], escapeText(assignee))
  if (relatedTo !== null) yield formatLine('RELATED-TO', [], escapeText(relatedTo))
  yield `STATUS:${STATUS[status]}`
  if (done) yield `COMPLETED:${formatUtc(done)}`
  if (due) {
    const span = spanOfDue(due)
    // A rule needs DTSTART, which is not after DUE.
    if (rule !== null) {
      yield dateTimeLine('DTSTART', span, span.start)
      yield `RRULE:${withTypedUntil(rule, span)}`
    }
    yield dateTimeLine('DUE', span, span.start)
  }
  yield 'END:VTODO'
}
