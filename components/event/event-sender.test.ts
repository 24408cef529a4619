import { expect, it, vi } from 'vitest'
import { EventSender } from './event-sender'

const NEW = { id: '', version: 0, occurrence: null }
const CONNECTION_LOST = new TypeError('Failed to fetch')

function createSender() {
  const saved = (id: string, version: number) => ({
    ok: true,
    result: { id, version },
    changeset: null,
    seqs: {},
  })
  const createEvent = vi.fn(async (_input: unknown, _key?: string): Promise<unknown> => saved('new', 1))
  const updateEvent = vi.fn(async (_input: unknown, _key?: string): Promise<unknown> => saved('old', 8))
  const actions = { createEvent, updateEvent } as unknown as ConstructorParameters<typeof EventSender>[0]
  return { createEvent, updateEvent, sender: new EventSender(actions) }
}

it('repeats an unanswered create with the same idempotency key', async () => {
  const { createEvent, sender } = createSender()
  createEvent.mockRejectedValueOnce(CONNECTION_LOST)
  await expect(sender.send({ ...NEW, fields: { title: 'Tea' } }, true)).rejects.toBe(CONNECTION_LOST)
  await sender.send({ ...NEW, fields: { title: 'Tea' } }, true)
  const [[, first], [, second]] = createEvent.mock.calls as [[unknown, string], [unknown, string]]
  expect(first).toBeTruthy()
  expect(second).toBe(first)
})

it('updates the event of an unanswered create with the fields changed since', async () => {
  const { createEvent, updateEvent, sender } = createSender()
  createEvent.mockRejectedValueOnce(CONNECTION_LOST)
  await expect(sender.send({ ...NEW, fields: { title: 'Tea', busy: true } }, true)).rejects.toBe(
    CONNECTION_LOST,
  )
  await sender.send({ ...NEW, fields: { title: 'Coffee', busy: true } }, true)
  expect(createEvent.mock.calls[1]).toEqual(createEvent.mock.calls[0])
  expect(updateEvent).toHaveBeenCalledWith(
    { id: 'new', version: 1, patch: { title: 'Coffee' } },
    expect.any(String),
  )
})

it('does not create a second event after the update of an unanswered create was refused', async () => {
  const { createEvent, updateEvent, sender } = createSender()
  createEvent.mockRejectedValueOnce(CONNECTION_LOST)
  await expect(sender.send({ ...NEW, fields: { title: 'Tea' } }, true)).rejects.toBe(CONNECTION_LOST)
  updateEvent.mockResolvedValueOnce({ ok: false, error: { code: 'INVALID' } })
  await sender.send({ ...NEW, fields: { title: 'Wrong' } }, true)
  await sender.send({ ...NEW, fields: { title: 'Coffee' } }, true)
  expect(new Set(createEvent.mock.calls.map(([, key]) => key)).size).toBe(1)
  expect(updateEvent).toHaveBeenLastCalledWith(
    { id: 'new', version: 1, patch: { title: 'Coffee' } },
    expect.any(String),
  )
})

it('gives an answered request and the next one different idempotency keys', async () => {
  const { updateEvent, sender } = createSender()
  updateEvent.mockResolvedValueOnce({ ok: false, error: { code: 'FORBIDDEN' } })
  const request = { id: 'old', version: 7, fields: { title: 'Tea' }, occurrence: null }
  await sender.send(request, false)
  await sender.send(request, false)
  expect(updateEvent.mock.calls[0]![1]).not.toBe(updateEvent.mock.calls[1]![1])
})

it('sends the scope of an edited occurrence', async () => {
  const { updateEvent, sender } = createSender()
  const occurrence = { id: '2026-11-21T09:00:00', scope: 'following' as const }
  await sender.send({ id: 'old', version: 7, fields: { title: 'Tea' }, occurrence }, false)
  expect(updateEvent.mock.calls[0]![0]).toEqual({
    id: 'old',
    version: 7,
    patch: { title: 'Tea' },
    occurrence,
  })
})
