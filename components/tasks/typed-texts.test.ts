import { expect, it } from 'vitest'
import { changedTexts } from './typed-texts'

it('changes the texts that were typed, and leaves the others to those who edit them meanwhile', () => {
  const task = { title: 'Oat milk', note: 'Two' }
  expect(changedTexts({}, task)).toEqual({})
  expect(changedTexts({ note: '' }, task)).toEqual({ note: '' })
  expect(changedTexts({ title: ' Milk ', note: 'Two' }, task)).toEqual({ title: 'Milk' })
  expect(changedTexts({ title: '  ' }, task)).toEqual({})
})
