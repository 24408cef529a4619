import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { guestInvitationOf } from './guest-invitation'
import { type SentInvitation, sentInvitationOf } from './sent-invitation'
import { contentWith, GUEST, SECOND, seriesWith, THIRD } from './testing'
import { type MessageHeader, writeCancel, writeRequest } from './write-message'

const HEADER: MessageHeader = {
  ...{ uid: 'uid-1', sequence: 3, created: new Date('2026-11-01T00:00:00Z') },
  stamp: new Date('2026-11-02T03:04:05Z'),
  organizer: { email: 'reply+token@example.org', name: 'Anna; "A", B' },
  attendee: { email: GUEST.email!, name: 'Gus' },
}

type Properties = Record<string, string[]>

/** Parses a message with an independent parser. */
function parse(text: string): { calendar: Properties; zones: string[]; events: Properties[] } {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const propertiesOf = (component: ICAL.Component): Properties => {
    const found: Properties = {}
    for (const property of component.getAllProperties()) {
      const value = property.toICALString().slice(property.name.length)
      found[property.name] = [...(found[property.name] ?? []), value]
    }
    return found
  }
  return {
    calendar: propertiesOf(calendar),
    zones: calendar
      .getAllSubcomponents('vtimezone')
      .map((zone) => String(zone.getFirstPropertyValue('tzid'))),
    events: calendar.getAllSubcomponents('vevent').map(propertiesOf),
  }
}

/** Checks the tables of RFC 5546 §3.2.2 and §3.2.5: properties that occur once, and those that must not occur. */
function expectValid(text: string, method: 'REQUEST' | 'CANCEL'): ReturnType<typeof parse> {
  const parsed = parse(text)
  expect(parsed.calendar).toMatchObject({ method: [`:${method}`], version: [':2.0'] })
  expect(Object.keys(parsed.calendar)).not.toContain('x-wr-calname')
  expect(parsed.events.length).toBeGreaterThan(0)
  for (const event of parsed.events) {
    for (const name of [
      'dtstamp',
      'dtstart',
      'organizer',
      'sequence',
      'summary',
      'uid',
      'attendee',
      'status',
    ])
      expect(event[name], name).toHaveLength(1)
    expect(event['request-status']).toBeUndefined()
    expect(Object.keys(event).filter((name) => name.startsWith('x-'))).toEqual([])
  }
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
  return parsed
}

const invitationOf = (content = contentWith()) => guestInvitationOf(content, [], GUEST.email!)!
const sentOf = (content = contentWith()): SentInvitation => sentInvitationOf(invitationOf(content))

describe('iTIP messages', () => {
  it('writes a REQUEST that asks for an answer and names no other attendee', () => {
    const text = writeRequest(HEADER, invitationOf(), null)
    const { events, zones } = expectValid(text, 'REQUEST')
    expect(zones).toEqual(['Europe/Berlin'])
    expect(events[0]).toMatchObject({
      uid: [':uid-1'],
      sequence: [':3'],
      dtstamp: [':20261102T030405Z'],
      dtstart: [';TZID=Europe/Berlin:20261204T180000'],
      dtend: [';TZID=Europe/Berlin:20261204T200000'],
      status: [':CONFIRMED'],
    })
    const [attendee] = events[0]!.attendee!
    for (const part of ['CN=Gus', 'ROLE=REQ-PARTICIPANT', 'RSVP=TRUE', 'PARTSTAT=NEEDS-ACTION'])
      expect(attendee).toContain(part)
    expect(attendee).toMatch(/:mailto:gus@example\.org$/)
    expect(events[0]!.organizer![0]).toMatch(/:mailto:reply\+token@example\.org$/)
    expect(text).not.toMatch(/secret|other@|teal|PRIVATE/i)
  })

  it('writes the current answer of the guest as PARTSTAT', () => {
    const answer = { recurrenceId: null, partySize: 1, comment: '', givenFor: contentWith().span } as const
    const answers = [{ ...GUEST, ...answer, status: 'accepted' as const }]
    const text = writeRequest(HEADER, guestInvitationOf(contentWith(), answers, GUEST.email!)!, null)
    expect(parse(text).events[0]!.attendee![0]).toContain('PARTSTAT=ACCEPTED')
  })

  it('writes a series with its changed occurrences, and those without the guest as exclusions', () => {
    const overrides = { [SECOND]: { attendees: [] }, [THIRD]: { location: 'Park' } }
    const { events } = expectValid(
      writeRequest(HEADER, invitationOf(seriesWith({ overrides })), null),
      'REQUEST',
    )
    expect(events).toHaveLength(2)
    expect(events[0]).toMatchObject({
      rrule: [':FREQ=WEEKLY'],
      exdate: [';TZID=Europe/Berlin:20261211T180000'],
    })
    expect(events[1]).toMatchObject({
      'recurrence-id': [';TZID=Europe/Berlin:20261218T180000'],
      location: [':Park'],
    })
  })

  it('writes an occurrence without its series', () => {
    const overrides = { [THIRD]: { location: 'Park' } }
    const { events } = expectValid(
      writeRequest(HEADER, invitationOf(seriesWith({ overrides })), [THIRD]),
      'REQUEST',
    )
    expect(events).toHaveLength(1)
    expect(events[0]).toMatchObject({
      'recurrence-id': [';TZID=Europe/Berlin:20261218T180000'],
      dtstart: [';TZID=Europe/Berlin:20261218T180000'],
    })
    expect(events[0]!.rrule).toBeUndefined()
  })

  it('writes a CANCEL of an event and of an occurrence from what was sent', () => {
    const { events } = expectValid(writeCancel(HEADER, sentOf(), null), 'CANCEL')
    expect(events[0]).toMatchObject({ status: [':CANCELLED'], summary: [':Dinner'] })
    expect(events[0]!['recurrence-id']).toBeUndefined()
    const occurrence = expectValid(writeCancel(HEADER, sentOf(seriesWith()), [SECOND]), 'CANCEL')
    expect(occurrence.events).toHaveLength(1)
    expect(occurrence.events[0]).toMatchObject({
      status: [':CANCELLED'],
      'recurrence-id': [';TZID=Europe/Berlin:20261211T180000'],
      dtstart: [';TZID=Europe/Berlin:20261211T180000'],
    })
  })

  it('lets no text inject a line', () => {
    const title = 'A\r\nATTENDEE:mailto:evil@example.org'
    const text = writeRequest(HEADER, invitationOf(contentWith({ title })), null)
    expect(expectValid(text, 'REQUEST').events[0]!.attendee).toHaveLength(1)
  })
})
