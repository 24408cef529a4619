import { memoryOf } from './children.mjs'
import { MB, ms } from './table.mjs'

export const title = 'Importing a calendar file'

const EVENTS = 10_000

/**
 * Measures preview, import and repeated import of a file, sent as a browser sends it.
 */
export async function run(bench) {
  const { url, pid, watchLoop, longestGap } = await bench.kinday()
  const [{ cookie, calendars }] = bench.seeded.writers
  const file = calendarFile()
  const send = async (mode) => {
    const before = memoryOf(pid)
    let peak = before
    const watch = setInterval(() => (peak = Math.max(peak, memoryOf(pid))), 20)
    const start = performance.now()
    const answer = await fetch(`${url}/api/import?mode=${mode}&calendar=${calendars[0]}`, {
      method: 'POST',
      headers: { cookie, origin: url, 'content-type': 'text/calendar' },
      body: file,
    })
    const { result } = JSON.parse((await answer.text()).trim().split('\n').at(-1))
    clearInterval(watch)
    return {
      seconds: (performance.now() - start) / 1000,
      growth: peak - before,
      counts: result.parts[0].counts,
    }
  }
  watchLoop()
  const preview = await send('preview')
  const first = await send('apply')
  const again = await send('apply')
  const gap = await longestGap()
  if (first.counts.new !== EVENTS || again.counts.unchanged !== EVENTS)
    throw new Error('not all events were imported')
  return [
    {
      what: `import 10,000 events (${MB(file.length)})`,
      kinday: `${first.seconds.toFixed(1)} s`,
      goal: '< 5 s',
      met: first.seconds < 5,
    },
    {
      what: '… additional memory during the import',
      kinday: `+${MB(first.growth)}`,
      goal: '< 400 MB',
      met: first.growth < 400e6,
    },
    {
      what: '… longest gap of the event loop',
      kinday: ms(gap),
      goal: '≤ 250 ms',
      met: gap <= 250,
    },
    { what: '… its preview', kinday: `${preview.seconds.toFixed(1)} s` },
    { what: '… the same import again, without changes', kinday: `${again.seconds.toFixed(1)} s` },
  ]
}

/** Returns a file as other programs write it: every tenth event repeats, every fifth has an attendee, all an alarm. */
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
