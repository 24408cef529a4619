import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fieldErrorsOf } from '@/test/field-errors'
import { parseInput } from './parse-input'
import { personName } from './text'
import { texts } from './text.test.arbitrary'

describe('the name of a person', () => {
  it.each([
    ['bidirectional overrides', 'Anna\u202e nimda', 'Anna nimda'],
    ['bidirectional isolates and marks', '\u2066Anna\u2069\u200f', 'Anna'],
    ['zero-width spaces', 'An\u200bna\ufeff', 'Anna'],
    ['soft hyphens', 'An\u00adna', 'Anna'],
    ['Hangul fillers', '\u3164Anna', 'Anna'],
    ['control characters', 'An\u0007\tna', 'An na'],
  ])('removes %s from a name', (_, given, normalized) => {
    expect(parseInput(personName(100), given)).toBe(normalized)
  })

  it.each(['Noël', 'Zoë Müller-Łukasz', 'محمد', 'می\u200cخواهم', '李雷', 'O’Neil Jr.', '👩‍🍳 Mo'])(
    'keeps a name unchanged in any script: %s',
    (name) => expect(parseInput(personName(100), name)).toBe(name),
  )

  it.each(['\u200b', '\u202e\u2066', '\u200d', '\u3164', ' \u0301'])(
    'rejects an invisible name: %j',
    (name) => {
      expect(fieldErrorsOf(personName(100), name)).toEqual({ '': { code: 'required' } })
    },
  )

  it('normalizes a name idempotently', () => {
    fc.assert(
      fc.property(texts, (given) => {
        const once = personName(500).safeParse(given)
        if (once.success) expect(parseInput(personName(500), once.data)).toBe(once.data)
      }),
    )
  })
})
