import { describe, expect, it } from 'vitest'
import { readEventLines, readLines } from './testing'
import { writeIcal } from './write'

describe('other properties', () => {
  it('exports properties again if Kinday has no field for them, or if they are too long', async () => {
    const lines = [
      `SUMMARY;LANGUAGE=de:${'lang '.repeat(200)}`,
      'CLASS:CONFIDENTIAL',
      'COLOR:salmon',
      'ATTENDEE;ROLE=CHAIR;PARTSTAT=DELEGATED;CN="Doe, J";DELEGATED-TO="mailto:b@example.org":mailto:A@Example.org',
      'GEO:48.10;11.50',
      'X-ALT-DESC;FMTTYPE=text/html:<b>a</b>\\, b',
      'PRIORITY:high',
    ]
    const { event, notes } = await readEventLines(`DTSTART:20260102\n${lines.join('\n')}`)
    expect(event.content).toMatchObject({ visibility: 'private', color: null, kind: 'meeting' })
    expect(event.content.title).toHaveLength(500)
    expect(event.content.attendees).toEqual([
      { userId: null, email: 'a@example.org', name: 'Doe, J', status: 'needs-action' },
    ])
    expect(notes).toMatchObject([{ code: 'shortened', subject: 'SUMMARY' }])
    const written = { ...event, created: new Date(0), modified: new Date(0) }
    const text = [...writeIcal({ name: '' }, [written])].join('').replaceAll('\r\n ', '')
    for (const line of lines) expect(text.replaceAll('"', '')).toContain(line.replaceAll('"', ''))
    const changed = {
      ...written,
      content: { ...event.content, title: 'new', visibility: 'default' as const, attendees: [] },
    }
    const after = [...writeIcal({ name: '' }, [changed])].join('')
    expect(after).toContain('SUMMARY:new\r\n')
    expect(after).not.toMatch(/CLASS|ATTENDEE|LANGUAGE/)
  })

  it('decodes parameters by RFC 6868', async () => {
    const { event } = await readEventLines("DTSTART:20260102\nATTENDEE;CN=A ^'B^' ^^ C:mailto:a@example.org")
    expect(event.content.attendees[0]?.name).toBe('A "B" ^ C')
  })

  it('derives the same UID each time it reads an event without UID', async () => {
    const withoutUid = 'BEGIN:VEVENT\nDTSTART:20260102\nSUMMARY:a\nEND:VEVENT'
    const [first, second] = [await readLines(withoutUid), await readLines(withoutUid)]
    expect(first.events[0]?.uid).toBe(second.events[0]?.uid)
  })

  it('keeps the newest version of a UID and reports the others', async () => {
    const version = (sequence: number) =>
      `BEGIN:VEVENT\nUID:1\nSEQUENCE:${sequence}\nDTSTART:20260102\nSUMMARY:${sequence}\nEND:VEVENT`
    const { events, notes } = await readLines([version(1), version(3), version(2)].join('\n'))
    expect(events.map(({ content }) => content.title)).toEqual(['3'])
    expect(notes.map(({ code }) => code)).toEqual(['duplicate_uid', 'duplicate_uid'])
  })

  it('reads to-dos as reminders and reports other components', async () => {
    const { events, notes } = await readLines(`BEGIN:VTODO
      UID:1
      DUE:20260102T100000
      STATUS:COMPLETED
      END:VTODO
      BEGIN:VTODO
      UID:2
      END:VTODO
      BEGIN:VJOURNAL
      END:VJOURNAL`)
    expect(events.map(({ content }) => [content.kind, content.done, content.span.start])).toEqual([
      ['reminder', true, '2026-01-02T10:00:00'],
    ])
    expect(notes.map(({ code }) => code).sort()).toEqual(['no_start', 'unsupported_component'])
  })
})
