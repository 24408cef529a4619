import { expect, it } from 'vitest'
import { toSharedFields } from './shared-fields'

it('takes the first line of a shared text as the title, and its link as the link of the event', () => {
  const text = 'Concert in the park\nhttps://example.org/concert\nBring a blanket'
  expect(toSharedFields({ text })).toEqual({
    title: 'Concert in the park',
    description: 'Bring a blanket',
    url: 'https://example.org/concert',
  })
})

it('keeps the title and the address of a shared page', () => {
  expect(toSharedFields({ title: 'Concert', url: 'https://example.org' })).toEqual({
    title: 'Concert',
    description: '',
    url: 'https://example.org',
  })
})

it('shortens a title that is too long for an event', () => {
  expect(toSharedFields({ text: 'x'.repeat(5000) }).title.length).toBeLessThan(1000)
})
