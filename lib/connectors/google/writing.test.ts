import { expect, it } from 'vitest'
import { MONDAY, MONDAYS, openTestAccount, signal } from './google.test.account'

const account = openTestAccount()

it('deletes an occurrence as an instance, so that other exceptions of the series stay', async () => {
  const { content } = await account.readStored(MONDAYS, [
    { id: 'series_20260309T080000Z', location: 'Church' },
  ])
  const exclusions = ['2026-03-16T09:00:00']
  await account.edit('series', { recurrence: { ...content!.recurrence!, exclusions } })
  expect(account.sent()).toEqual([['DELETE', 'series_20260316T080000Z', undefined]])
})

it('restores an occurrence that was deleted as an instance', async () => {
  const { content } = await account.readStored(MONDAYS, [
    { id: 'series_20260316T080000Z', status: 'cancelled' },
  ])
  expect(content!.recurrence!.exclusions).toEqual(['2026-03-16T09:00:00'])
  await account.edit('series', { recurrence: { ...content!.recurrence!, exclusions: [] } })
  expect(account.sent()).toMatchObject([['PATCH', 'series_20260316T080000Z', { status: 'confirmed' }]])
  expect(account.store.get('series_20260316T080000Z')).toMatchObject({
    ...{ status: 'confirmed', summary: 'Choir', start: { dateTime: '2026-03-16T09:00:00' } },
  })
})

it('restores an occurrence that was deleted with EXDATE, and keeps lines that it does not read', async () => {
  const recurrence = [
    'RRULE:FREQ=WEEKLY;COUNT=4',
    'EXDATE;TZID=Europe/Berlin:20260309T090000,20260316T090000',
    'EXRULE:FREQ=YEARLY;COUNT=1',
  ]
  const { content } = await account.readStored({ ...MONDAYS, recurrence })
  const exclusions = ['2026-03-09T09:00:00']
  await account.edit('series', { recurrence: { ...content!.recurrence!, exclusions } })
  expect(account.store.get('series').recurrence).toEqual([
    'RRULE:FREQ=WEEKLY;COUNT=4',
    'EXDATE;TZID=Europe/Berlin:20260309T090000',
    'EXRULE:FREQ=YEARLY;COUNT=1',
  ])
})

it('removes an EXDATE without effect that would exclude an occurrence at the new times of its series', async () => {
  const recurrence = ['RRULE:FREQ=WEEKLY;COUNT=4', 'EXDATE;TZID=Europe/Berlin:20260309T090000']
  // An instance with fields of its own exists in spite of the EXDATE.
  await account.readStored({ ...MONDAYS, recurrence }, [
    { id: 'series_20260309T080000Z', summary: 'Concert' },
  ])
  await account.edit('series', {
    span: { type: 'all-day', start: '2026-03-02', end: '2026-03-03' },
    overrides: { '2026-03-09': { title: 'Concert' } },
  })
  // In one request with the times: otherwise a run that ends in between finds a deleted occurrence.
  expect(account.sent()[0]).toMatchObject([
    'PATCH',
    'series',
    { start: { date: '2026-03-02' }, recurrence: ['RRULE:FREQ=WEEKLY;COUNT=4'] },
  ])
})

it('sends only the changed field of an occurrence', async () => {
  await account.readStored({ ...MONDAYS, description: 'Bring the score' })
  await account.edit('series', { overrides: { '2026-03-09T09:00:00': { location: 'Church' } } })
  expect(account.sent()).toEqual([['PATCH', 'series_20260309T080000Z', { location: 'Church' }]])
})

it('changes and deletes exceptions on condition that they are as they were read', async () => {
  const exceptions = ['series_20260309T080000Z', 'series_20260316T080000Z']
  const { content } = await account.readStored(
    MONDAYS,
    exceptions.map((id) => ({ id, location: 'Church' })),
  )
  const etags = exceptions.map((id) => account.store.get(id).etag)
  await account.edit('series', {
    overrides: { '2026-03-09T09:00:00': { location: 'School' } },
    recurrence: { ...content!.recurrence!, exclusions: ['2026-03-16T09:00:00'] },
  })
  const writes = account.stub.requests.filter(({ method }) => method !== 'GET')
  expect(writes.map(({ method, headers }) => [method, headers['if-match']])).toEqual([
    ['PATCH', etags[0]],
    ['DELETE', etags[1]],
  ])
})

it('changes between an all-day and a timed event', async () => {
  await account.readStored({ ...MONDAY, id: 'event0' })
  await account.edit('event0', { span: { type: 'all-day', start: '2026-03-02', end: '2026-03-04' } })
  expect(account.store.get('event0')).toMatchObject({
    start: { date: '2026-03-02' },
    end: { date: '2026-03-04' },
  })
  const zone = 'America/New_York'
  const wall = { start: '2026-03-02T10:00:00', end: '2026-03-02T11:00:00' }
  await account.edit('event0', { span: { type: 'timed', ...wall, startZone: zone, endZone: zone } })
  expect(account.store.get('event0').start).toEqual({ dateTime: wall.start, timeZone: zone })
})

it('stores a URL and a description that are longer than Google allows', async () => {
  await account.readStored({ ...MONDAY, id: 'event0' })
  const url = `https://example.org/${'x'.repeat(1500)}`
  await account.edit('event0', { url, description: 'x'.repeat(9000) })
  const state = (await account.connector.read(account.calendar, 'event0', signal))!
  const { content } = account.connector.toObject(account.calendar, state)
  expect(content).toMatchObject({ url, description: 'x'.repeat(8192) })
})

it.each(['public', 'confidential'])(
  'keeps the visibility %s when something else changes',
  async (visibility) => {
    await account.readStored({ ...MONDAY, id: 'event0', visibility })
    await account.edit('event0', { title: 'Dinner' })
    expect(account.sent()).toEqual([['PATCH', 'event0', { summary: 'Dinner' }]])
  },
)

it('keeps the conference and attachments, and asks Google to keep them', async () => {
  const conferenceData = { conferenceId: 'abc', entryPoints: [{ uri: 'https://meet.google.com/abc' }] }
  const attachments = [{ fileUrl: 'https://drive.google.com/file' }]
  const stored = { ...MONDAY, id: 'event0', conferenceData, attachments }
  await account.readStored(stored)
  await account.edit('event0', { title: 'Dinner', unknown: [] })
  expect(account.store.get('event0')).toMatchObject({ conferenceData, attachments })
  const { query } = account.stub.requests[0]!
  expect(Object.fromEntries(query)).toMatchObject({ conferenceDataVersion: '1', supportsAttachments: 'true' })
})

it('writes nothing when nothing has changed', async () => {
  await account.readStored(MONDAYS, [
    { id: 'series_20260309T080000Z', location: 'Church' },
    { id: 'series_20260316T080000Z', status: 'cancelled' },
  ])
  await account.edit('series', {})
  expect(account.sent()).toEqual([])
})

it('accepts that an instance to delete is already gone', async () => {
  const { content } = await account.readStored(MONDAYS)
  const exclusions = ['2026-03-16T09:00:00']
  account.stub.fault = ({ method }) => (method === 'DELETE' ? { status: 410, reason: 'deleted' } : undefined)
  await account.edit('series', { recurrence: { ...content!.recurrence!, exclusions } })
  expect(account.sent()).toHaveLength(1)
})
