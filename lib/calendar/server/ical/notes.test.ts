import { expect, it } from 'vitest'
import ar from '@/messages/ar'
import de from '@/messages/de'
import en from '@/messages/en'
import { SKIP_REASONS } from '../incoming/import-plan'
import { ICAL_NOTES } from './notes'

it.each([
  ['en', en],
  ['de', de],
  ['ar', ar],
])('the messages in %s have a text for every note and every skip reason', (_, words) => {
  expect(Object.keys(words.import.notes).sort()).toEqual([...ICAL_NOTES].sort())
  expect(Object.keys(words.import.reasons).sort()).toEqual([...SKIP_REASONS].sort())
})
