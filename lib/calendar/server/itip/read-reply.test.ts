import { describe, expect, it } from 'vitest'
import { readReplies } from './read-reply'

function message(method: string, ...lines: string[]): string {
  const head = ['BEGIN:VCALENDAR', 'VERSION:2.0', `METHOD:${method}`, 'BEGIN:VEVENT', 'UID:uid-1']
  return [...head, 'DTSTAMP:20261102T030405Z', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n')
}

const read = (text: string) => readReplies(text, 'Europe/Berlin')
const ACCEPTED = 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:Gus@Example.org'

describe('replies by mail', () => {
  it('reads an answer to an event without ORGANIZER, as Outlook sends it', async () => {
    expect(await read(message('REPLY', 'SEQUENCE:2', ACCEPTED, 'COMMENT:See you\\, Anna'))).toEqual([
      {
        ...{ method: 'REPLY', uid: 'uid-1', sequence: 2, at: null, comment: 'See you, Anna', span: null },
        attendees: [{ email: 'gus@example.org', status: 'accepted' }],
      },
    ])
  })

  it('reads the RECURRENCE-ID of the answered occurrence in its zone', async () => {
    const [reply] = await read(
      message('REPLY', 'RECURRENCE-ID;TZID=W. Europe Standard Time:20261211T180000', ACCEPTED),
    )
    expect(reply!.at).toMatchObject({ wall: Date.UTC(2026, 11, 11, 18), zone: 'Europe/Berlin' })
  })

  it('reads the suggested time of a COUNTER', async () => {
    const times = ['DTSTART:20261204T180000Z', 'DTEND:20261204T190000Z']
    const [reply] = await read(message('COUNTER', ...times, ACCEPTED.replace('ACCEPTED', 'TENTATIVE')))
    expect(reply).toMatchObject({
      method: 'COUNTER',
      span: { type: 'timed', start: '2026-12-04T18:00:00', startZone: 'UTC' },
    })
  })

  it.each([
    ['a request', message('REQUEST', ACCEPTED)],
    ['several attendees', message('REPLY', ACCEPTED, 'ATTENDEE;PARTSTAT=DECLINED:mailto:b@example.org')],
    ['no attendee', message('REPLY')],
    ['a range of occurrences', message('REPLY', 'RECURRENCE-ID;RANGE=THISANDFUTURE:20261211', ACCEPTED)],
    ['an unreadable occurrence', message('REPLY', 'RECURRENCE-ID:tomorrow', ACCEPTED)],
    ['no calendar', 'Thanks, I will come!'],
    ['an empty text', ''],
  ])('ignores a message with %s', async (_, text) => {
    expect(await read(text)).toEqual([])
  })

  it('reads no answer from a delegation', async () => {
    const [reply] = await read(message('REPLY', ACCEPTED.replace('ACCEPTED', 'DELEGATED')))
    expect(reply!.attendees).toEqual([{ email: 'gus@example.org', status: null }])
  })
})
