import { expect, it } from 'vitest'
import { eventLinks } from '@/lib/calendar/links'
import { toWritable } from './attach'
import { readIcal } from './read'
import { bytesOf, readEventLines } from './testing'
import { writeIcal } from './write'

const attachment = {
  id: '019ad4f0-0000-7000-8000-000000000001',
  name: 'Plan; "final": Zürich, 2031.pdf',
  type: 'application/pdf',
  bytes: 1234,
  width: null,
  height: null,
}

it('exports attachments with their URL, also for a changed occurrence, and does not import them as links', async () => {
  const { event } = await readEventLines(
    'DTSTART:20311121T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nATTACH;FILENAME=map.pdf:https://example.org/map.pdf',
  )
  const content = { ...event.content, overrides: { '2031-11-22T10:00:00': { title: 'Changed' } } }
  const source = { uid: '1', sequence: 0, created: new Date(0), modified: new Date(0), content }
  const attachments = [toWritable(attachment, 'https://kinday.example')]
  const text = [...writeIcal({}, [{ ...source, attachments }])].join('')
  const lines = text.replace(/\r\n /g, '').split('\r\n')
  const attachLines = lines.filter((line) => line.startsWith('ATTACH;MANAGED-ID='))
  expect(attachLines).toHaveLength(2)
  expect(attachLines[0]).toBe(
    `ATTACH;MANAGED-ID=${attachment.id};FMTTYPE=application/pdf;FILENAME="Plan; ^'final^': Zürich, 2031.pdf";SIZE=1234` +
      `:https://kinday.example/api/attachments/${attachment.id}`,
  )
  const [again] = (await readIcal(bytesOf(text), { zone: 'UTC' })).events
  expect(again!.content).toEqual(content)
  expect(eventLinks(again!.content.unknown)).toEqual([
    { kind: 'attachment', href: 'https://example.org/map.pdf', label: 'map.pdf', type: null },
  ])
})
