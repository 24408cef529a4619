import { describe, expect, it } from 'vitest'
import type { EventContent } from '@/lib/calendar/event'
import { guestInvitationOf } from './guest-invitation'
import { nextMessage } from './next-message'
import { type SentInvitation, sentInvitationOf } from './sent-invitation'
import { contentWith, GUEST, OTHER, SECOND, seriesWith, THIRD } from './testing'

type Content = Omit<EventContent, 'calendarId'>

const stateOf = (content: Content) => {
  const invitation = guestInvitationOf(content, [], GUEST.email!)
  return invitation && sentInvitationOf(invitation)
}

/** Returns all messages between two versions of an event as `METHOD ids fields`. */
function messages(from: Content | null, to: Content | null): string[] {
  const now = to && stateOf(to)
  const found: string[] = []
  for (let sent: SentInvitation | null = from && stateOf(from); found.length < 9; ) {
    const next = nextMessage(sent, now)
    if (!next) break
    const fields = next.changes.map(({ field }) => field)
    found.push(
      [next.isNew ? 'new' : '', next.method, ...(next.ids ?? []), ...fields].filter(Boolean).join(' '),
    )
    sent = next.after
  }
  return found
}

const later = { ...contentWith().span, end: '2026-12-04T21:00:00' } as EventContent['span']

describe('messages to a guest', () => {
  it('invites a guest once', () => {
    expect(messages(null, contentWith())).toEqual(['new REQUEST'])
    expect(messages(contentWith(), contentWith())).toEqual([])
  })

  it.each<[string, Partial<Content>]>([
    ['span', { span: later }],
    ['location', { location: 'Park' }],
    ['title', { title: 'Supper' }],
    ['status', { status: 'tentative' }],
    ['url', { url: 'https://example.org/call' }],
    ['description', { description: 'Bring salad' }],
  ])('mails a changed %s', (field, patch) => {
    expect(messages(contentWith(), contentWith(patch))).toEqual([`REQUEST ${field}`])
  })

  it('mails no change of private fields or of other attendees', () => {
    const patch = { color: 'red', visibility: 'default', busy: false, hiddenFrom: [], unknown: [] } as const
    const changed = { ...contentWith(), ...patch, hiddenFrom: [], unknown: [], attendees: [GUEST] }
    expect(messages(contentWith(), changed)).toEqual([])
  })

  it('cancels a deleted event, a cancelled event and an event without the guest', () => {
    expect(messages(contentWith(), null)).toEqual(['CANCEL'])
    expect(messages(contentWith(), contentWith({ status: 'cancelled' }))).toEqual(['CANCEL'])
    expect(messages(contentWith(), contentWith({ attendees: [OTHER] }))).toEqual(['CANCEL'])
    expect(messages(null, contentWith({ attendees: [OTHER] }))).toEqual([])
  })

  it('sends the whole series if its rule changes', () => {
    const changed = seriesWith({ recurrence: { rules: ['FREQ=DAILY'], dates: [], exclusions: [] } })
    expect(messages(seriesWith(), changed)).toEqual(['REQUEST recurrence'])
  })

  it('sends only the occurrence that changes', () => {
    const changed = seriesWith({ overrides: { [SECOND]: { location: 'Park' } } })
    expect(messages(seriesWith(), changed)).toEqual([`REQUEST ${SECOND} location`])
    expect(messages(changed, seriesWith())).toEqual([`REQUEST ${SECOND} location`])
  })

  it('mails no override that only has a color', () => {
    expect(messages(seriesWith(), seriesWith({ overrides: { [SECOND]: { color: 'red' } } }))).toEqual([])
  })

  it('cancels a deleted occurrence, a cancelled one, and one without the guest', () => {
    const recurrence = { rules: ['FREQ=WEEKLY'], dates: [], exclusions: [SECOND] }
    expect(messages(seriesWith(), seriesWith({ recurrence }))).toEqual([`CANCEL ${SECOND}`])
    expect(messages(seriesWith({ recurrence }), seriesWith())).toEqual(['REQUEST restored'])
    const cancelled = seriesWith({ overrides: { [SECOND]: { status: 'cancelled' } } })
    expect(messages(seriesWith(), cancelled)).toEqual([`CANCEL ${SECOND}`])
    const uninvited = seriesWith({ overrides: { [SECOND]: { attendees: [OTHER] } } })
    expect(messages(seriesWith(), uninvited)).toEqual([`CANCEL ${SECOND}`])
  })

  it('cancels one occurrence and updates another in two messages', () => {
    const changed = seriesWith({
      overrides: { [SECOND]: { attendees: [OTHER] }, [THIRD]: { title: 'Supper' } },
    })
    expect(messages(seriesWith(), changed)).toEqual([`CANCEL ${SECOND}`, `REQUEST ${THIRD} title`])
  })

  it('invites to a single occurrence of a series, changes it and cancels it', () => {
    const only = seriesWith({ attendees: [OTHER], overrides: { [SECOND]: { attendees: [GUEST] } } })
    expect(messages(null, only)).toEqual([`new REQUEST ${SECOND}`])
    const title = { ...only, title: 'Supper' }
    expect(messages(only, title)).toEqual([`REQUEST ${SECOND} title`])
    expect(messages(only, { ...only, overrides: {} })).toEqual([`CANCEL ${SECOND}`])
  })

  it('cancels the series before it invites to a remaining occurrence', () => {
    const only = seriesWith({ attendees: [OTHER], overrides: { [SECOND]: { attendees: [GUEST] } } })
    expect(messages(seriesWith(), only)).toEqual(['CANCEL', `new REQUEST ${SECOND}`])
    expect(messages(only, seriesWith())).toEqual(['new REQUEST'])
  })
})
