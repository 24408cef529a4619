import { expect, it } from 'vitest'
import type { SessionUser } from '@/lib/access/sessions'
import { importLine } from '@/lib/schemas/import-result'
import { makeFamily } from '@/test/database/fixtures'
import { startImport } from './import'
import { respondWithLines } from './lines'

const file = (...events: string[][]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...events.flat(), 'END:VCALENDAR', ''].join('\r\n')

const event = (uid: string, ...lines: string[]) => [
  ...['BEGIN:VEVENT', `UID:${uid}`, 'DTSTART:20261121T100000Z', ...lines],
  'END:VEVENT',
]

it('streams an import as lines of the schema, with outcomes, changes and notes', async () => {
  const { owner, calendar } = await makeFamily()
  const user = { id: owner.id, timeZone: 'UTC' } as SessionUser
  const send = async (mode: 'preview' | 'apply', body: string) => {
    const request = new Request('http://localhost/api/import', { method: 'POST', body })
    const query = { mode, name: 'a.ics', calendar: [calendar] }
    const response = respondWithLines(request, importLine, await startImport(user, () => query))
    return (await response.text())
      .trim()
      .split('\n')
      .map((line) => importLine.parse(JSON.parse(line)))
  }
  const first = await send('apply', file(event('a', 'SUMMARY:A'), event('b', 'RRULE:FREQ=DAILY;COUNT=3')))
  expect(first.at(-1)).toMatchObject({ result: { parts: [{ counts: { new: 2 } }] } })
  const changed = file(
    event('a', 'SUMMARY:A again', 'SEQUENCE:1'),
    event('b', 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20261122T100000Z', 'SEQUENCE:1'),
    ['BEGIN:VEVENT', 'UID:none', 'END:VEVENT'],
  )
  const [line] = (await send('preview', changed)).slice(-1)
  expect(line).toMatchObject({
    result: {
      changeset: null,
      parts: [
        {
          counts: { changed: 2, new: 0 },
          samples: { changed: [{ updated: ['title'] }, { occurrences: [{ change: 'deleted' }] }] },
          notes: [{ code: 'no_start' }],
        },
      ],
    },
  })
})
