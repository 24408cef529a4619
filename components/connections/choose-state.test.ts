import { expect, it } from 'vitest'
import { PALETTE } from '@/lib/calendar/palette'
import type { RemoteChoice } from '@/lib/schemas/connections'
import { type Choice, choiceProblem, chosenOf, initialChoice, modesOf, toChosenInput } from './choose-state'

const OWN: RemoteChoice = {
  ...{ id: 'own', name: 'Own', color: 'pink', access: 'write', isPrimary: true, isOwned: true },
  ...{ isBound: false, joins: null },
}
const SHARED: RemoteChoice = { ...OWN, id: 'shared', isOwned: false }
const READ_ONLY: RemoteChoice = { ...SHARED, id: 'read-only', access: 'read' }
const JOINED: RemoteChoice = {
  ...{ ...SHARED, id: 'joined' },
  joins: { calendar: { id: 'family', name: 'Family', color: 'teal' }, by: 'Ben', direction: 'pull' },
}
const TARGET = { id: 'mine', name: 'Mine', groupName: null, isTwoWay: false }

it('preselects two-way sync for calendars that the account owns, and joining for calendars that a member syncs', () => {
  const modes = [OWN, SHARED, READ_ONLY, JOINED, { ...OWN, isBound: true }].map(
    (remote) => initialChoice(remote).mode,
  )
  expect(modes).toEqual(['both', 'off', 'off', 'pull', 'off'])
  expect(initialChoice(OWN)).toMatchObject({ target: null, color: 'pink' })
  expect(PALETTE).toContain(initialChoice({ ...OWN, color: null }).color)
})

it('offers two-way sync only for calendars that the account can edit, and only the direction of a joined sync', () => {
  expect(modesOf(SHARED)).toEqual(['off', 'pull', 'both'])
  expect(modesOf(READ_ONLY)).toEqual(['off', 'pull'])
  expect(modesOf(JOINED)).toEqual(['off', 'pull'])
})

it('leaves out calendars that are synced already or are not chosen', () => {
  const chosen = chosenOf([OWN, SHARED, { ...OWN, id: 'bound', isBound: true }], {})
  expect(chosen.map(({ remote }) => remote.id)).toEqual(['own'])
})

it('reports a target that two calendars would sync both ways, or that would show its own events twice', () => {
  const choose = (remote: RemoteChoice, patch: Partial<Choice>) => ({
    remote,
    choice: { ...initialChoice(remote), mode: 'both' as const, target: TARGET.id, ...patch },
  })
  const [first, second] = [choose(OWN, {}), choose(SHARED, {})]
  expect(choiceProblem(first, [first], [TARGET])).toBeNull()
  expect(choiceProblem(first, [first, second], [TARGET])).toBe('two-way')
  expect(choiceProblem(first, [first, choose(SHARED, { mode: 'pull' })], [TARGET])).toBeNull()
  expect(choiceProblem(first, [first], [{ ...TARGET, isTwoWay: true }])).toBe('two-way')
  expect(choiceProblem(choose(OWN, { placedIn: TARGET.id }), [], [TARGET])).toBe('same-calendar')
})

it('sends a joined calendar without target and placement, which the other member chose', () => {
  const choice = { ...initialChoice(JOINED), target: 'mine', placedIn: 'mine' }
  expect(toChosenInput([{ remote: JOINED, choice }], 'Main')).toMatchObject([
    { calendar: null, placedIn: null },
  ])
})

it('names the new calendar of an account’s main calendar without the address of the account', () => {
  const nameOf = (remote: RemoteChoice, patch: Partial<Choice> = {}) =>
    toChosenInput([{ remote, choice: { ...initialChoice(remote), ...patch } }], 'Main')[0]!.name
  const main = { ...OWN, name: 'anna@gmail.example' }
  expect(nameOf(main)).toBe('Main')
  expect(nameOf(main, { name: ' Work ' })).toBe('Work')
  expect(nameOf(main, { name: ' ' })).toBe('Main')
  expect(nameOf(main, { target: 'mine' })).toBeUndefined()
  expect(nameOf(OWN)).toBeUndefined()
  expect(nameOf({ ...main, isPrimary: false })).toBeUndefined()
})
