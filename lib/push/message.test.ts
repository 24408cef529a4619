import { expect, it } from 'vitest'
import { fitMessage, type PushMessage } from './message'

const message = (title: string, body: string): PushMessage => ({
  ...{
    title,
    body,
    lang: 'en',
    dir: 'ltr',
    tag: 'x'.repeat(32),
    path: `/calendar/month/2027-01-21?event=${'x'.repeat(36)}`,
  },
  ...{ badge: 99, event: 'x'.repeat(36), user: 'x'.repeat(36) },
  buttons: [
    { id: 'yes', title: 'Yes', commands: [{ name: 'answerEvent', input: { id: 'x'.repeat(36) } }] },
    { id: 'no', title: 'No', commands: [{ name: 'answerEvent', input: { id: 'x'.repeat(36) } }] },
  ],
})

const bytes = (text: string) => Buffer.byteLength(text)

it('keeps every message within the limit of push services, in any script', () => {
  for (const letter of ['a', 'ع', '世', '👨‍👩‍👧‍👦', '"', '\u0000']) {
    const full = fitMessage(message(letter.repeat(5000), letter.repeat(5000)))
    expect(bytes(full)).toBeLessThanOrEqual(3000)
    expect(JSON.parse(full).title).toMatch(/…$/)
    expect(bytes(fitMessage(message(letter.repeat(5000), letter.repeat(5000)), 'short'))).toBeLessThan(1000)
  }
})

it('leaves short texts and buttons as they are', () => {
  expect(JSON.parse(fitMessage(message('Dinner', 'at 18:00')))).toEqual(message('Dinner', 'at 18:00'))
})

it('does not cut an emoji in two', () => {
  const { title } = JSON.parse(fitMessage(message('👨‍👩‍👧‍👦'.repeat(100), '')))
  expect(title.replaceAll('👨‍👩‍👧‍👦', '')).toBe('…')
})
