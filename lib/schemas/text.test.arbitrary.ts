import fc from 'fast-check'

const anyText = fc.string({ unit: 'binary', maxLength: 60 })

/** Generates text with problematic characters. */
const odd = fc
  .array(
    fc.constantFrom(
      'e',
      '\u0301',
      '\0',
      '\u0085',
      '\u2028',
      '\r',
      '\n',
      '\t',
      ' ',
      '\ud83d',
      '\ude00',
      'ש',
      '<b>',
    ),
  )
  .map((parts) => parts.join(''))
export const texts = fc.oneof(anyText, odd)
