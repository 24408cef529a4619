import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { db } from '@/db/client'
import { deliveries } from '@/db/schema/deliveries'
import { users } from '@/db/schema/users'
import { notifyAddressTried } from '@/lib/commands/account-links'
import { fieldError } from '@/lib/errors'
import type { Client } from '@/lib/server/address.mjs'
import { as, codeOf, makeUser } from '@/test/database/fixtures'
import { limitAccountProbes } from './probes'

// Enables mail. Nothing is sent: the tests read the queued deliveries.
process.env.SMTP_URL = 'smtp://127.0.0.1:9'

let last = 0
const address = () => `203.0.113.${++last}`
const taken = async () => {
  throw fieldError('email', 'taken')
}
const free = async () => ({ ok: true })
const probe = (client: Client, work: () => Promise<unknown> = taken) =>
  codeOf(limitAccountProbes(client, work))

/** The kinds of clients. Each call returns another client of that kind. */
const CLIENTS: [name: string, max: number, client: () => Client][] = [
  ['a client of its own', 10, () => ({ address: '', key: address(), shared: '' })],
  [
    'a client behind a proxy nearby',
    10,
    () => ({ address: '', key: `10.0.0.2>${address()}`, shared: address() }),
  ],
  ['an address that many may share', 100, () => ({ address: '', key: '', shared: address() })],
]

it.each(CLIENTS)('refuses %s after %i answers that an address is taken', async (_, max, client) => {
  const limited = client()
  for (let n = 0; n < max; n++) expect(await probe(limited)).toBe('INVALID')
  expect(await probe(limited)).toBe('TOO_MANY')
  // Free addresses are refused too, so that the limit does not reveal them.
  expect(await probe(limited, free)).toBe('TOO_MANY')
  expect(await probe(client())).toBe('INVALID')
})

it('counts refusals returned as values, and no other results', async () => {
  const client = { address: '', key: address(), shared: '' }
  for (let n = 0; n < 30; n++) expect(await probe(client, free)).toBe('ok')
  const refused = async () => ({
    ok: false,
    error: { code: 'INVALID', fields: { email: { code: 'taken' } } },
  })
  for (let n = 0; n < 10; n++) expect(await probe(client, refused)).toBe('ok')
  expect(await probe(client, refused)).toBe('TOO_MANY')
})

it('applies the limit of a shared peer to forged addresses behind it', async () => {
  const shared = address()
  for (let n = 0; n < 100; n++) await probe({ address: '', key: `${shared}>198.51.100.${n}`, shared })
  expect(await probe({ address: '', key: `${shared}>198.51.100.200`, shared })).toBe('TOO_MANY')
})

it('notifies the owner of a tried address once a day, in their language', async () => {
  const ann = await makeUser('ann')
  await db.update(users).set({ locale: 'de' }).where(eq(users.id, ann.id))
  const job = { kind: 'job', name: 'address-tried' } as const
  for (let n = 0; n < 3; n++) await as(job).run(notifyAddressTried, { email: ann.email })
  const mails = await db.select().from(deliveries).where(eq(deliveries.address, ann.email))
  expect(mails).toMatchObject([{ template: 'address-tried', userId: ann.id, data: { locale: 'de' } }])
  expect(await codeOf(as(ann).run(notifyAddressTried, { email: ann.email }))).toBe('NOT_FOUND')
})
