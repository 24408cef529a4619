import { describe, expect, it, vi } from 'vitest'
import { member, multistatus, response } from '@/test/servers/caldav/reports'
import { CALENDAR, HOME } from '@/test/servers/caldav/server'
import { added, MONDAY, NAME, objectText, openTestAccount, signal } from './caldav.test.account'
import type { CaldavState } from './state'

vi.mock('@/lib/env', () => ({ env: { allowPrivateTargets: true } }))

const { caldavConnector } = await import('.')

const account = openTestAccount(caldavConnector)

/** Lines of another program, in a form that Kinday would not write. */
const FOREIGN = [
  'DTSTAMP:20260101T000000Z',
  ...MONDAY,
  'SUMMARY;LANGUAGE=de:Essen',
  'X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-TITLE="Home, sweet":geo:48.1,11.5',
  `X-LONG:${'a'.repeat(60)}`,
  ' b; folded where Kinday would not',
  'CATEGORIES:Food,Family',
  'X-EMPTY:',
  'BEGIN:VALARM',
  'ACTION:DISPLAY',
  'TRIGGER:-PT15M',
  'X-WR-ALARMUID:1',
  'END:VALARM',
]

describe('an edit', () => {
  it('changes only the lines of the edited fields, and keeps all others byte for byte', async () => {
    const before = objectText(FOREIGN)
    await account.readStored(before)
    const after = await account.edit({ title: 'Supper' })
    expect(added(before, after)).toEqual([
      expect.stringMatching(/^DTSTAMP:/),
      'SUMMARY:Supper',
      expect.stringMatching(/^LAST-MODIFIED:/),
    ])
    expect(added(after, before)).toEqual(['DTSTAMP:20260101T000000Z', 'SUMMARY;LANGUAGE=de:Essen'])
    const moved = await account.edit({ span: { ...spanAt('11:00', '12:00') } })
    expect(added(after, moved).filter((line) => /^(DTSTART;|DTEND|SEQUENCE)/.test(line))).toEqual([
      'DTSTART;TZID=Europe/Paris:20260302T110000',
      'DTEND;TZID=Europe/Paris:20260302T120000',
      'SEQUENCE:1',
    ])
    expect(moved).toContain('BEGIN:VTIMEZONE\r\nTZID:Europe/Paris\r\n')
  })

  it('writes an occurrence with the lines of its series, and removes it again', async () => {
    const series = objectText([...FOREIGN, 'RRULE:FREQ=WEEKLY;COUNT=4'])
    await account.readStored(series)
    const id = '2026-03-09T09:00:00'
    const changed = await account.edit({ overrides: { [id]: { title: 'Guests' } } })
    const [, , instance] = changed.split('BEGIN:VEVENT')
    expect(instance).toContain('RECURRENCE-ID;TZID=Europe/Berlin:20260309T090000')
    expect(instance).toContain('SUMMARY:Guests')
    expect(instance).toContain('DTSTART;TZID=Europe/Berlin:20260309T090000')
    expect(instance).not.toContain('RRULE')
    for (const line of FOREIGN.slice(4, 13)) expect(instance).toContain(`\r\n${line}\r\n`)
    expect(added(series, changed.split('BEGIN:VEVENT')[1]!)).toEqual([])
    const renamed = await account.edit({ overrides: { [id]: { title: 'Guests', location: 'Garden' } } })
    expect(added(changed, renamed).filter((line) => !/^(DTSTAMP|LAST-MOD)/.test(line))).toEqual([
      'LOCATION:Garden',
    ])
    const deleted = await account.edit({
      overrides: {},
      recurrence: { rules: ['FREQ=WEEKLY;COUNT=4'], dates: [], exclusions: [id] },
    })
    expect(deleted.match(/BEGIN:VEVENT/g)).toHaveLength(1)
    expect(deleted).toContain('EXDATE;TZID=Europe/Berlin:20260309T090000')
  })

  describe('of a series with an instance that differs by its reminder only', () => {
    const rules = ['FREQ=WEEKLY;COUNT=4']
    const own = (day: string) => [
      `RECURRENCE-ID;TZID=Europe/Berlin:${day}T090000`,
      `DTSTART;TZID=Europe/Berlin:${day}T090000`,
      `DTEND;TZID=Europe/Berlin:${day}T100000`,
      ...['SUMMARY:Choir', 'BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT7M', 'END:VALARM'],
    ]
    const series = objectText(
      [...MONDAY, 'SUMMARY:Choir', `RRULE:${rules[0]}`],
      own('20260309'),
      own('20260323'),
    )
    const eleven = { ...spanAt('11:00', '12:00'), startZone: 'Europe/Berlin', endZone: 'Europe/Berlin' }

    it('removes the instance with its occurrence', async () => {
      await account.readStored(series)
      const exclusions = ['2026-03-09T09:00:00']
      const after = await account.edit({ recurrence: { rules, dates: [], exclusions } })
      expect(after.match(/^RECURRENCE-ID.*$/gm)).toEqual(['RECURRENCE-ID;TZID=Europe/Berlin:20260323T090000'])
      const shorter = await account.edit({
        recurrence: { rules: ['FREQ=WEEKLY;COUNT=3'], dates: [], exclusions },
      })
      expect(shorter).not.toContain('RECURRENCE-ID')
    })

    it('moves the instances with the series, and keeps their lines', async () => {
      const solo = series.replace('SUMMARY:Choir\r\nBEGIN', 'SUMMARY:Solo\r\nX-KEPT:1\r\nBEGIN')
      const { content } = await account.readStored(solo)
      const overrides = { '2026-03-09T11:00:00': content!.overrides['2026-03-09T09:00:00']! }
      const after = await account.edit({ span: eleven, overrides })
      expect(after.match(/^(RECURRENCE-ID|DTSTART;TZID=E|TRIGGER|X-KEPT).*$/gm)).toEqual([
        'DTSTART;TZID=Europe/Berlin:20260302T110000',
        'RECURRENCE-ID;TZID=Europe/Berlin:20260309T110000',
        'DTSTART;TZID=Europe/Berlin:20260309T110000',
        ...['X-KEPT:1', 'TRIGGER:-PT7M'],
        'RECURRENCE-ID;TZID=Europe/Berlin:20260323T110000',
        'DTSTART;TZID=Europe/Berlin:20260323T110000',
        'TRIGGER:-PT7M',
      ])
    })

    it('moves the instances to all-day occurrences', async () => {
      await account.readStored(series)
      const after = await account.edit({ span: { type: 'all-day', start: '2026-03-02', end: '2026-03-03' } })
      expect(after.match(/^RECURRENCE-ID.*$/gm)).toEqual([
        'RECURRENCE-ID;VALUE=DATE:20260309',
        'RECURRENCE-ID;VALUE=DATE:20260323',
      ])
    })
  })

  it('keeps zones that only the object defines', async () => {
    const zone = ['BEGIN:VTIMEZONE', 'TZID:Office', 'BEGIN:STANDARD', 'DTSTART:19700101T000000']
    zone.push('TZOFFSETFROM:+0530', 'TZOFFSETTO:+0530', 'END:STANDARD', 'END:VTIMEZONE')
    const text = objectText(['DTSTART;TZID=Office:20260302T090000', 'DURATION:PT1H', 'SUMMARY:Call'])
    const before = text.replace('BEGIN:VEVENT', [...zone, 'BEGIN:VEVENT'].join('\r\n'))
    const { content } = await account.readStored(before)
    expect(content!.span).toMatchObject({ start: '2026-03-02T09:00:00', end: '2026-03-02T10:00:00' })
    const after = await account.edit({ title: 'Video call' })
    expect(added(after, before)).toEqual(['SUMMARY:Call'])
  })
})

describe('instances without their series', () => {
  const instance = (day: number, lines: string[]) => [
    ...[`RECURRENCE-ID:202603${day}T080000Z`, `DTSTART:202603${day}T090000Z`, `DTEND:202603${day}T100000Z`],
    ...[
      'ORGANIZER:mailto:boss@example.org',
      'ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:anna@example.org',
      ...lines,
    ],
  ]

  it('reads instances without their series as one event, and writes only its answers', async () => {
    const before = objectText(instance(10, ['SUMMARY:One']), instance(17, ['SUMMARY:Two']))
    const { content, readOnly } = await account.readStored(before)
    expect(readOnly).toBe('not-organizer')
    const ids = ['2026-03-10T08:00:00', '2026-03-17T08:00:00']
    expect(content!.recurrence!.dates).toEqual(ids.slice(1))
    const accepted = content!.attendees.map((person) => ({ ...person, status: 'accepted' as const }))
    const after = await account.edit({ attendees: accepted })
    expect(after.match(/BEGIN:VEVENT/g)).toHaveLength(2)
    expect(after.match(/PARTSTAT=ACCEPTED/g)).toHaveLength(2)
    expect(added(after, before).filter((line) => !line.startsWith('ATTENDEE'))).toEqual([])
  })

  it('keeps the recurrence id of a single instance without its series', async () => {
    await account.readStored(objectText(instance(10, ['SUMMARY:One'])))
    const after = await account.edit({ location: 'Hall' })
    expect(after).toContain('RECURRENCE-ID:20260310T080000Z')
    expect(after).toContain('LOCATION:Hall')
  })
})

it('reads an event with a change of all following instances as read-only', async () => {
  const change = [
    'RECURRENCE-ID;RANGE=THISANDFUTURE:20260309T080000Z',
    'DTSTART:20260309T090000Z',
    'SUMMARY:Later',
  ]
  const { content, readOnly } = await account.readStored(
    objectText(['DTSTART:20260302T080000Z', 'RRULE:FREQ=WEEKLY', 'SUMMARY:Choir'], change),
  )
  expect(readOnly).toBe('special')
  expect(content!.overrides['2026-03-09T08:00:00']).toMatchObject({ title: 'Later' })
})

it('finds the existing object with the UID of a new object', async () => {
  const { stub, connector, calendar } = account
  const { content } = await account.readStored(objectText(MONDAY))
  const create = (uid: string) =>
    connector.write(calendar, 'new.ics', null, { ...content!, uid }, { notifies: false, signal })
  for (const status of [400, 403, 409, 412]) {
    stub.fault = ({ method }) => (method === 'PUT' ? { status } : undefined)
    await expect(create('dinner')).rejects.toMatchObject({ problem: 'exists', id: NAME })
  }
  // A server finds UIDs that contain the text.
  stub.store.put('first.ics', objectText(MONDAY).replace('UID:dinner', 'UID:dinner-2'))
  stub.fault = ({ method, body }) =>
    method === 'PUT'
      ? { status: 409 }
      : body.includes('calendar-query')
        ? multistatus(['first.ics', NAME].map((name) => member(CALENDAR, stub.store, name, false)))
        : undefined
  await expect(create('dinner')).rejects.toMatchObject({ problem: 'exists', id: NAME })
  await expect(create('dinner-')).rejects.toMatchObject({ problem: 'refused' })
  stub.fault = ({ method }) => (method === 'PUT' ? { status: 403 } : undefined)
  await expect(create('other')).rejects.toMatchObject({ problem: 'forbidden' })
})

it('reports an object that exists with the id and the UID of a new one', async () => {
  const { connector, calendar } = account
  const { content } = await account.readStored(objectText(MONDAY))
  const object = { ...content!, uid: 'dinner' }
  const failed = connector.write(calendar, NAME, null, object, { notifies: false, signal })
  await expect(failed).rejects.toMatchObject({ problem: 'exists' })
  await expect(failed).rejects.not.toHaveProperty('id')
})

describe('a write', () => {
  const change = async (etag: (known: string | null) => string | null, meanwhile?: string) => {
    const { connector, calendar, stub } = account
    const { uid, content } = await account.readStored(objectText([...MONDAY, 'SUMMARY:Dinner']))
    const known = (await connector.read(calendar, NAME, signal)) as CaldavState
    if (meanwhile) stub.store.put(NAME, meanwhile)
    const state = { ...known, etag: etag(known.etag) }
    await connector.write(
      calendar,
      NAME,
      state,
      { ...content!, title: 'Supper', uid },
      { notifies: true, signal },
    )
    return stub.store.objects.get(NAME)!.ics
  }

  it('sends the strong form of an ETag that a proxy has weakened in If-Match', async () => {
    expect(await change((etag) => `W/${etag}`)).toContain('SUMMARY:Supper')
    await expect(change((etag) => `W/${etag}`, objectText(MONDAY))).rejects.toMatchObject({
      problem: 'stale',
    })
  })

  it('refuses a write without an ETag if the object has changed', async () => {
    expect(await change(() => null)).toContain('SUMMARY:Supper')
    await expect(change(() => null, objectText(MONDAY))).rejects.toMatchObject({ problem: 'stale' })
  })
})

it('lists calendars of events with their properties, in the order of the account', async () => {
  const { stub, connector } = account
  const collection = (name: string, types: string, properties: string) =>
    response(`${HOME}${name}/`, `<resourcetype><collection/>${types}</resourcetype>${properties}`)
  const apple = (name: string, value: string) =>
    `<A:${name} xmlns:A="http://apple.com/ns/ical/">${value}</A:${name}>`
  const privileges = (...names: string[]) =>
    `<current-user-privilege-set>${names.map((name) => `<privilege>${name}</privilege>`).join('')}</current-user-privilege-set>`
  const components = (...names: string[]) =>
    `<C:supported-calendar-component-set>${names.map((name) => `<C:comp name="${name}"/>`).join('')}</C:supported-calendar-component-set>`
  const zone =
    '<C:calendar-timezone>BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:Europe/Paris\nEND:VTIMEZONE</C:calendar-timezone>'
  stub.properties += apple('calendar-order', '2')
  stub.others = [
    collection(
      'w%C3%B6rk',
      '<C:calendar/>',
      `<displayname>A &amp; B</displayname>${apple('calendar-color', '#1e90ffff')}${apple('calendar-order', '1')}${zone}${privileges('<read/>')}${components('VEVENT', 'VTODO')}<owner><href>/dav/principals/bob/</href></owner>`,
    ),
    collection('busy', '<C:calendar/>', privileges('<C:read-free-busy/>') + apple('calendar-order', '3')),
    collection('tasks', '<C:calendar/>', components('VTODO')),
    collection('none', '<C:calendar/>', privileges()),
    collection(
      'inbox',
      '<C:schedule-inbox/>',
      `<C:schedule-default-calendar-URL><href>${HOME}family/</href></C:schedule-default-calendar-URL>`,
    ),
    collection('outbox', '<C:calendar/><C:schedule-outbox/>', ''),
    collection('trash', '<C:calendar/><N:deleted-calendar xmlns:N="http://nextcloud.com/ns"/>', ''),
    collection('notifications', '<S:notification/>', ''),
    collection('contacts', '', ''),
  ]
  const plain = { zone: null, color: null, isPrimary: false, addresses: ['anna@example.org'] }
  expect(await connector.listCalendars(signal)).toEqual([
    {
      ...plain,
      id: `${stub.url}${HOME}w%C3%B6rk/`,
      name: 'A & B',
      zone: 'Europe/Paris',
      color: 'sky',
      access: 'read',
      isOwned: false,
    },
    { ...plain, id: `${stub.url}${HOME}family/`, name: 'Family', access: 'write', isPrimary: true },
    { ...plain, id: `${stub.url}${HOME}busy/`, name: 'busy', access: 'busy' },
  ])
})

function spanAt(start: string, end: string) {
  const zone = 'Europe/Paris'
  const at = (time: string) => `2026-03-02T${time}:00`
  return { type: 'timed' as const, start: at(start), startZone: zone, end: at(end), endZone: zone }
}
