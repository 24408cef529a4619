import { expect, it } from 'vitest'
import { mentionParts, mentionsIn, typedMention, withIds, withNames } from './mentions'

const [ANN, BEN] = ['0195a8f0-0000-7000-8000-00000000000a', '0195a8f0-0000-7000-8000-00000000000b']

it('finds each mentioned user once', () => {
  expect(mentionsIn(`<@${ANN}> and <@${BEN}>, <@${ANN}>!`)).toEqual([ANN, BEN])
  expect(mentionsIn('<@ann> @ann <@>')).toEqual([])
})

it('splits a text into texts and mentions', () => {
  expect(mentionParts(`<@${ANN}> comes, <@${BEN}>`)).toEqual([
    { user: ANN },
    { text: ' comes, ' },
    { user: BEN },
  ])
})

it('writes names in place of ids', () => {
  expect(withNames(`Ask <@${ANN}>.`, () => 'Ann')).toBe('Ask @Ann.')
})

it('stores the ids of chosen people, and prefers the longer of two names', () => {
  const people = [
    { id: ANN, name: 'Ann' },
    { id: BEN, name: 'Ann Miller' },
  ]
  expect(withIds('@Ann Miller, ask @Ann', people)).toBe(`<@${BEN}>, ask <@${ANN}>`)
})

it('does not replace names that were not chosen or are part of a word', () => {
  expect(withIds('@Anna and @Ben, a@Ann', [{ id: ANN, name: 'Ann' }])).toBe('@Anna and @Ben, a@Ann')
  expect(withIds('@Ann', [])).toBe('@Ann')
})

it('tells people with the same name apart by their order', () => {
  const people = [
    { id: ANN, name: 'Ann (1)' },
    { id: BEN, name: 'Ann (1)' },
  ]
  expect(withIds('@Ann (1) @Ann (1)', people)).toBe(`<@${ANN}> <@${BEN}>`)
})

it.each([
  ['@', { from: 0, query: '' }],
  ['Ask @An', { from: 4, query: 'An' }],
  ['(@Ann Mil', { from: 1, query: 'Ann Mil' }],
  ['ann@example', null],
  ['@Ann Miller comes', null],
])('finds the mention that is typed at the end of %j', (text, expected) => {
  expect(typedMention(text, text.length)).toEqual(expected)
})
