import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { AppError } from '@/lib/errors'
import { readImport } from './read-import'
import { withSpooled } from './spool'

let accounts = 0

async function read(
  content: string | Uint8Array,
  options: { firstRunMs?: number; maxRunMs?: number; signal?: AbortSignal } = {},
) {
  async function* bytes() {
    yield typeof content === 'string' ? new TextEncoder().encode(content) : content
  }
  const { signal = new AbortController().signal } = options
  return withSpooled(
    tmpdir(),
    bytes(),
    () => {},
    ({ fd }) =>
      readImport(fd, {
        ...{ account: `account ${++accounts}`, zone: 'Europe/Berlin', name: 'a.ics', onProgress: () => {} },
        ...{ ...options, signal },
      }),
  )
}

const calendar = (...lines: string[]) =>
  ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n')

const event = (uid: string, ...more: string[]) => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  'DTSTART:20260301T100000Z',
  `SUMMARY:Event ${uid}`,
  ...more,
  'END:VEVENT',
]

it('reads a calendar file in a worker thread, with all its events and notes', async () => {
  const many = Array.from({ length: 3000 }, (_, at) => event(`u${at}`)).flat()
  const file = await read(calendar('X-WR-CALNAME:Home', ...many, 'BEGIN:VEVENT', 'UID:none', 'END:VEVENT'))
  expect(file).toMatchObject({ isArchive: false, parts: [{ name: 'Home' }] })
  const [part] = file.parts
  expect(part!.events.list).toHaveLength(3000)
  expect(part!.events.list[2999]).toMatchObject({ uid: 'u2999', content: { title: 'Event u2999' } })
  expect(part!.notes).toMatchObject([{ code: 'no_start' }])
})

it('ends a task that takes too long with TOO_LARGE, and reads the next file', async () => {
  const slow = Array.from({ length: 20_000 }, (_, at) => event(`u${at}`)).flat()
  await expect(read(calendar(...slow), { firstRunMs: 50, maxRunMs: 50 })).rejects.toThrow(
    new AppError('TOO_LARGE'),
  )
  expect((await read(calendar(...event('after')))).parts[0]!.events.list).toHaveLength(1)
})

it('skips an event over the size limit and reports it', async () => {
  const large = Array.from({ length: 4 }, (_, n) => `X-NOTE-${n}:${'x'.repeat(700_000)}`)
  const [part] = (await read(calendar(...event('large', ...large), ...event('small')))).parts
  expect(part!.events.list.map(({ uid }) => uid)).toEqual(['small'])
  expect(part!.notes).toMatchObject([{ code: 'too_large', subject: 'Event large', line: 3 }])
})
