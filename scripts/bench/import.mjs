import { memoryOf } from './children.mjs'
import { MB, ms } from './table.mjs'

export const title = 'Importing a calendar file'

const EVENTS = 10_000

/**
 * Sends a file as a browser does, to be looked at and then to be imported, and once more, when there is nothing to do.
 */
export async function run(arena) {
  const { url, pid, watchLoop, longestGap } = await arena.ours()
  const [{ cookie, calendars }] = arena.seeded.writers
  const file = calendarFile()
  const send = async (mode) => {
    const before = memoryOf(pid)
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), 20)
    const since = performance.now()
    const answer = await fetch(`${url}/api/import?mode=${mode}&calendar=${calendars[0]}`, {
      method: 'POST',
      headers: { cookie, origin: url, 'content-type': 'text/calendar' },
      body: file,
    })
    const { result } = JSON.parse((await answer.text()).trim().split('\n').at(-1))
    clearInterval(watch)
    return {
      seconds: (performance.now() - since) / 1000,
      grown: peak - before,
      counts: result.parts[0].counts,
    }
  }
  watchLoop()
  const preview = await send('preview')
  const first = await send('apply')
  const again = await send('apply')
  const gap = await longestGap()
  if (first.counts.new !== EVENTS || again.counts.unchanged !== EVENTS)
    throw new Error('not all was imported')
  return [
    {
      what: `import 10,000 events (${MB(file.length)})`,
      ours: `${first.seconds.toFixed(1)} s`,
      goal: '< 5 s',
      met: first.seconds < 5,
    },
    {
      what: '… memory while it does',
      ours: `+${MB(first.grown)}`,
      goal: '< 400 MB',
      met: first.grown < 400e6,
    },
    {
      what: '… longest gap of the event loop meanwhile',
      ours: ms(gap),
      goal: '≤ 250 ms',
      met: gap <= 250,
    },
    { what: '… looked at before', ours: `${preview.seconds.toFixed(1)} s` },
    { what: '… again, when all of it is there', ours: `${again.seconds.toFixed(1)} s` },
  ]
}

/** As other programs write them: of ten events one repeats, of five one has an attendee, all have an alarm. */
function calendarFile() {
  const events = Array.from({ length: EVENTS }, (_, n) =>
    [
      'BEGIN:VEVENT',
      `UID:bench-${n}@elsewhere`,
      'DTSTAMP:20260101T000000Z',
      `DTSTART;TZID=Europe/Berlin:20${40 + (n % 20)}05${String(1 + (n % 28)).padStart(2, '0')}T100000`,
      `DTEND;TZID=Europe/Berlin:20${40 + (n % 20)}05${String(1 + (n % 28)).padStart(2, '0')}T110000`,
      `SUMMARY:Rehearsal ${n}`,
      `DESCRIPTION:${'Bring the key for the hall. '.repeat(8)}`,
      'LOCATION:Music school',
      ...(n % 10 ? [] : ['RRULE:FREQ=WEEKLY;COUNT=10']),
      ...(n % 5 ? [] : [`ATTENDEE;CN=Guest;PARTSTAT=ACCEPTED;ROLE=CHAIR:mailto:guest-${n}@example.org`]),
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      'TRIGGER:-PT10M',
      'END:VALARM',
      'END:VEVENT',
    ].join('\r\n'),
  )
  return `BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n${events.join('\r\n')}\r\nEND:VCALENDAR\r\n`
}
