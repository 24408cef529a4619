import { beforeAll, expect, it } from 'vitest'
import { db } from '@/db/client'
import { grant } from '@/lib/access/grant'
import { loadReach } from '@/lib/access/reach'
import { addSlots } from '@/lib/commands/gathering-slots'
import { voteGathering } from '@/lib/commands/gathering-votes'
import { cancelGathering, createGathering } from '@/lib/commands/gatherings'
import { gatheringHistoryOutput } from '@/lib/schemas/gathering-history'
import { as, type Family, hour, makeFamily, type TestUser } from '@/test/database/fixtures'
import { gatheringHistory } from './gathering-history'

let family: Family
beforeAll(async () => {
  family = await makeFamily()
})

async function planParty(fields: object = {}) {
  const { id } = (
    await as(family.owner).run(createGathering, {
      ...{ title: 'Party', group: family.group, access: 'members', timeZone: 'UTC' },
      slots: [hour('2127-06-01', 18)],
      ...fields,
    })
  ).result
  await as(family.owner).run(addSlots, {
    gathering: id,
    slots: [hour('2127-06-02', 18), hour('2127-06-03', 18)],
  })
  await as(family.viewer).run(voteGathering, { gathering: id, votes: {}, comment: 'Maybe' })
  await as(family.owner).run(cancelGathering, { gathering: id })
  return id
}

const historyFor = (user: TestUser, id: string) =>
  db.transaction(async (tx) => {
    const history = await gatheringHistory(
      tx,
      await grant(tx, user, 'read', 'gathering', id),
      await loadReach(tx, user),
    )
    return gatheringHistoryOutput
      .parse(history)
      .entries.map(({ kind, op, who, ...entry }) => [
        kind,
        'status' in entry ? (entry.status ?? op) : op,
        who,
      ])
  })

it('lists who changed what, newest first', async () => {
  const history = await historyFor(family.editor, await planParty())
  expect(history[0]).toEqual(['gathering', 'cancelled', 'owner'])
  expect(history).toContainEqual(['vote', 'changed', 'viewer'])
  expect(history).toContainEqual(['slot', 'added', 'owner'])
  expect(history.at(-1)?.slice(1)).toEqual(['added', 'owner'])
})

it('shows hidden votes and participants only to managers', async () => {
  const votes = async (id: string, user: TestUser) =>
    (await historyFor(user, id)).filter(([kind, , who]) => kind === 'vote' || who === 'viewer')
  const hiddenVotes = await planParty({ votesHidden: true })
  expect(await votes(hiddenVotes, family.editor)).toEqual([])
  expect(await votes(hiddenVotes, family.owner)).toEqual([['vote', 'changed', 'viewer']])
  const hiddenPeople = await planParty({ participantsHidden: true })
  expect(await votes(hiddenPeople, family.editor)).toEqual([])
})
