import fc from 'fast-check'
import { expect, it } from 'vitest'
import { stringShortener } from './shorten-strings'

function shorten(text: string, maxBytes: number, chunkSize: number): string {
  const [bytes, next] = [Buffer.from(text), stringShortener(maxBytes)]
  const chunks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += chunkSize) chunks.push(next(bytes.subarray(at, at + chunkSize)))
  return Buffer.concat(chunks).toString()
}

it('shortens long strings of JSON only, in chunks of any size and with any escapes', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.constant('\u0000"\\\ud800'))
  const size = fc.integer({ min: 1, max: 9 })
  fc.assert(
    fc.property(fc.array(value), size, fc.boolean(), (values, chunkSize, isEscaped) => {
      const plain = JSON.stringify(values)
      const toEscape = (char: string) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`
      const text = isEscaped ? plain.replace(/[^ -~]/g, toEscape) : plain
      expect(shorten(text, 10_000, chunkSize)).toBe(text)
      const shortened: unknown[] = JSON.parse(shorten(text, 12, chunkSize))
      const expected = values.map((each, at) =>
        typeof each === 'string' ? each.slice(0, String(shortened[at]).length) : each,
      )
      expect(shortened).toEqual(expected)
    }),
  )
  const large = { id: 'a', body: { content: 'ä'.repeat(99) }, value: ['x'.repeat(99), '😀'.repeat(9)] }
  expect(JSON.parse(shorten(JSON.stringify(large), 10, 7))).toEqual({
    ...{ id: 'a', body: { content: 'ä'.repeat(5) } },
    value: ['x'.repeat(10), '😀'.repeat(3)],
  })
})
